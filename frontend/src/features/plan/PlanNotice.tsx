import type { ApprovalQuestion } from "@/contract";
import { formatDate } from "@/lib/time";
import type { RunState } from "@/run/types";
import { Banner, Button } from "@/ui";

import { decisionOf } from "./decision";
import { planDifference } from "./planDifference";
import type { CardState, ShownApproval } from "./useShownApproval";

interface PlanNoticeProps {
  readonly run: RunState;
  readonly shown: ShownApproval;
  readonly state: CardState;
  /** Whether the card may move on to the newer plan itself. */
  readonly canMoveOn: boolean;
}

/** Why a card cannot be answered: what was decided, or what came instead. */
export function PlanNotice({ run, shown, state, canMoveOn }: PlanNoticeProps) {
  switch (state) {
    case "open":
      return null;
    case "approved":
    case "rejected":
      return <DecidedNotice run={run} shown={shown} answer={state} />;
    case "expired":
      return (
        <Banner tone="warning" title="This plan has expired">
          Nothing was changed. Ask again, and a new plan is made.
        </Banner>
      );
    case "cancelled":
      return (
        <Banner tone="info" title="The run was cancelled before an answer">
          Nothing of this plan was applied.
        </Banner>
      );
    case "stale":
      return <StaleNotice shown={shown} canMoveOn={canMoveOn} />;
  }
}

function DecidedNotice({
  run,
  shown,
  answer,
}: Omit<PlanNoticeProps, "state" | "canMoveOn"> & { readonly answer: "approved" | "rejected" }) {
  const { who, reason } = decisionOf(run, shown.question.approval_id);
  const decided_at = shown.record?.decided_at;
  const title = [
    `${answer === "approved" ? "Approved" : "Rejected"}${who === null ? "" : ` by ${who}`}`,
    decided_at ? formatDate(decided_at) : "",
  ];
  const text = answer === "approved" ? (run.failure?.message ?? "") : (reason ?? "Nothing of this plan was applied.");
  return (
    <Banner tone={answer === "approved" ? "success" : "info"} title={title.filter(Boolean).join(" · ")}>
      {text}
    </Banner>
  );
}

function StaleNotice({
  shown: { question, newer, showNewer },
  canMoveOn,
}: {
  readonly shown: ShownApproval;
  readonly canMoveOn: boolean;
}) {
  if (newer === null) {
    return (
      <Banner tone="info" title="The run ended before an answer">
        Nothing of this plan was applied.
      </Banner>
    );
  }
  const action = canMoveOn ? (
    <Button size="sm" onClick={showNewer}>
      Review the new plan
    </Button>
  ) : null;
  return (
    <Banner tone="warning" title="A newer plan replaced this one, so it is locked" action={action}>
      <Difference older={question} newer={newer} />
    </Banner>
  );
}

function Difference({
  older,
  newer,
}: {
  readonly older: ApprovalQuestion;
  readonly newer: ApprovalQuestion;
}) {
  const { added, removed, changed } = planDifference(older, newer);
  const lines = [
    ...removed.map((title) => ["-", "no longer", title] as const),
    ...changed.map((title) => ["~", "differently", title] as const),
    ...added.map((title) => ["+", "newly", title] as const),
  ];
  if (lines.length === 0) return <p>The steps are the same; the account or the time limit changed.</p>;
  return (
    <ul aria-label="What the new plan does differently" className="mt-1 space-y-0.5 text-xs">
      {lines.map(([symbol, word, title]) => (
        <li key={word + title} className="flex gap-2">
          <span className="w-20 shrink-0 font-medium">
            <span aria-hidden className="font-mono">
              {symbol}
            </span>{" "}
            {word}
          </span>
          <span className="min-w-0 wrap-anywhere">{title}</span>
        </li>
      ))}
    </ul>
  );
}
