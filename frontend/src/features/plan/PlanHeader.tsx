import { FlaskConical, ShieldAlert } from "lucide-react";

import type { ApprovalQuestion } from "@/contract";
import { formatAccount, shortenArn } from "@/lib/text";
import { Badge } from "@/ui";

import { countsByKind } from "./changeKinds";
import { KindMark } from "./KindMark";
import { plannedSteps, weakestLabel } from "./planModel";
import { UndoLabel } from "./StepList";

/** What the plan is for, whose account it touches, and how much it changes. */
export function PlanHeader({
  question,
  id,
}: {
  readonly question: ApprovalQuestion;
  readonly id: string;
}) {
  const { plan } = question;
  const { account } = plan;
  return (
    <header className="space-y-3 px-4 pt-4 pb-3.5 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-60">
          <p className="text-xs font-medium text-ink-faint">Plan</p>
          <h2 id={id} className="text-lg font-semibold tracking-[-0.01em] text-balance wrap-anywhere">
            {plan.intent}
          </h2>
        </div>
        <AccountBadge isSandbox={account.is_sandbox} />
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5 text-sm">
        <Fact name="Account">{formatAccount(account.account_id)}</Fact>
        <Fact name="Region">{account.region}</Fact>
        <Fact name="Caller" title={account.caller_arn}>
          {shortenArn(account.caller_arn)}
        </Fact>
        <Fact name="Environment">{plan.scope.environment_id}</Fact>
      </dl>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-xs">
        <span className="flex flex-wrap gap-1.5">
          {[...countsByKind(plannedSteps(question).map(({ kind }) => kind))].map(([kind, count]) => (
            <KindMark key={kind} kind={kind} count={count} />
          ))}
        </span>
        <UndoLabel label={weakestLabel(plan)} />
      </div>
    </header>
  );
}

function AccountBadge({ isSandbox }: { readonly isSandbox: boolean }) {
  return isSandbox ? (
    <Badge tone="sandbox" icon={<FlaskConical aria-hidden />}>
      SANDBOX · nothing real changes
    </Badge>
  ) : (
    <Badge tone="warning" icon={<ShieldAlert aria-hidden />}>
      Real AWS account
    </Badge>
  );
}

interface FactProps {
  readonly name: string;
  readonly title?: string;
  readonly children: string;
}

function Fact({ name, title, children }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd title={title} className="font-mono text-[0.92em] wrap-anywhere">
        {children}
      </dd>
    </div>
  );
}
