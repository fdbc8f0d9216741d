import { CircleCheck } from "lucide-react";

import { formatAccount } from "@/lib/text";
import { plural } from "@/lib/time";
import type { RunState } from "@/run/types";
import { Badge, Card, CardBody, CardHeader } from "@/ui";

import { accountChange } from "./accountModel";
import { AccountNote } from "./AccountNote";
import { Answer } from "./Answer";
import { appliedSteps } from "./resultModel";

/** Single actions that went through: what they found, and what they changed. */
export function OperationResult({ run }: { readonly run: RunState }) {
  const changes = appliedSteps(run);
  const title = titleOf(run, changes.length);
  return (
    <Card role="group" aria-label={title}>
      <CardHeader
        icon={<CircleCheck aria-hidden className="text-success-text" />}
        title={title}
        subtitle={run.plan?.account && `Account ${formatAccount(run.plan.account.account_id)}, ${run.plan.account.region}`}
        end={run.plan?.account.is_sandbox ? <Badge tone="sandbox">SANDBOX</Badge> : null}
      />
      <CardBody className="space-y-4">
        {changes.length > 0 && (
          <ul className="space-y-1 text-sm">
            {changes.map(({ step }) => (
              <li key={step.step_id} className="wrap-anywhere">
                {step.title}
              </li>
            ))}
          </ul>
        )}
        {run.answers.map((answer) => (
          <Answer key={answer.step_id} answer={answer} isTitled={answer.title !== title} />
        ))}
        <AccountNote change={accountChange(run.account)} />
      </CardBody>
    </Card>
  );
}

function titleOf(run: RunState, changes: number): string {
  if (changes > 0) return `${plural(changes, "change")} made`;
  const [only, ...others] = run.answers;
  if (only === undefined) return "Nothing had to be changed";
  return others.length === 0 ? only.title : "Here are the answers";
}
