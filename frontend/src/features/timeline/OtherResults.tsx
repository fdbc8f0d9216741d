import { CircleSlash, RotateCcw } from "lucide-react";

import { plural } from "@/lib/time";
import type { RunState } from "@/run/types";
import { Card, CardBody, CardHeader, Disclosure } from "@/ui";

import { accountChange } from "./accountModel";
import { AccountNote } from "./AccountNote";
import { appliedSteps, subjectOf } from "./resultModel";

/** A rollback that went through: what is gone or restored. */
export function RolledBackResult({ run }: { readonly run: RunState }) {
  const steps = appliedSteps(run);
  return (
    <Card role="group" aria-label={`${subjectOf(run)} was rolled back`}>
      <CardHeader
        icon={<RotateCcw aria-hidden className="text-replace-text" />}
        title={`${subjectOf(run)} was rolled back`}
        subtitle="AWS was read again afterwards: it is as the plan said."
      />
      <CardBody className="space-y-2.5">
        <Disclosure
          summary={<span className="font-medium text-ink">{plural(steps.length, "change")} taken back</span>}
        >
          <ul className="space-y-1 pl-5.5 text-sm">
            {steps.map(({ step }) => (
              <li key={step.step_id} className="wrap-anywhere">
                {step.title}
              </li>
            ))}
          </ul>
        </Disclosure>
        <AccountNote change={accountChange(run.account)} />
      </CardBody>
    </Card>
  );
}

const STOPPED_TITLES: Readonly<Record<string, string>> = {
  rejected: "The plan was rejected",
  expired: "It took too long, and the question expired",
  cancelled: "The run was cancelled",
};

/** A run that a person or the clock ended before it was applied, or that was undone on request. */
export function StoppedResult({ run }: { readonly run: RunState }) {
  const { undone } = run.undo;
  const change = accountChange(run.account);
  const text =
    undone.length > 0
      ? `${plural(undone.length, "change")} taken back.`
      : "Nothing in the account was changed. Start again when you want to.";
  return (
    <Card role="group" aria-label="The run was stopped">
      <CardHeader
        icon={<CircleSlash aria-hidden />}
        title={STOPPED_TITLES[run.completion_state ?? ""] ?? "The run was stopped"}
        subtitle={text}
      />
      {change !== null && (
        <CardBody>
          <AccountNote change={change} />
        </CardBody>
      )}
    </Card>
  );
}
