import { useId } from "react";

import type { ApprovalQuestion } from "@/contract";
import { useNow } from "@/lib/useNow";
import type { ApprovalDecision, RunState } from "@/run/types";
import { Card, CardFooter, Disclosure } from "@/ui";

import { ApprovalBar } from "./ApprovalBar";
import { ExposureTicks } from "./ExposureTicks";
import { PlanBinding } from "./PlanBinding";
import { PlanDetails } from "./PlanDetails";
import { PlanHeader } from "./PlanHeader";
import { exposedSteps, plannedSteps } from "./planModel";
import { PlanNotice } from "./PlanNotice";
import { StepList } from "./StepList";
import { type ApprovalForm, useApprovalForm } from "./useApprovalForm";
import { cardState, type ShownApproval, useShownApproval } from "./useShownApproval";

interface PlanCardProps {
  readonly run: RunState;
  /** The question to show; without it the card is bound to the newest one that it met. */
  readonly approvalId?: string;
  readonly onDecide: (decision: ApprovalDecision) => Promise<void>;
}

/** The exact plan, and the person's answer over exactly what is on screen. */
export function PlanCard({ run, approvalId, onDecide }: PlanCardProps) {
  const shown = useShownApproval(run, approvalId);
  if (shown === null) return null;
  const { approval_id, plan_digest } = shown.question;
  return (
    <BoundCard
      key={`${approval_id} ${plan_digest}`}
      run={run}
      shown={shown}
      canMoveOn={approvalId === undefined}
      onDecide={onDecide}
    />
  );
}

interface BoundCardProps extends Pick<PlanCardProps, "run" | "onDecide"> {
  readonly shown: ShownApproval;
  readonly canMoveOn: boolean;
}

function BoundCard({ run, shown, canMoveOn, onDecide }: BoundCardProps) {
  const { question } = shown;
  const titleId = useId();
  const now = useNow(1000, shown.record?.state === "open");
  const form = useApprovalForm(question, onDecide);
  const state = cardState(shown, now);
  const isOpen = state === "open";
  return (
    <Card aria-labelledby={titleId} data-state={state}>
      <PlanHeader question={question} id={titleId} />
      {!isOpen && (
        <div className="px-4 pb-3.5 sm:px-5">
          <PlanNotice run={run} shown={shown} state={state} canMoveOn={canMoveOn} />
        </div>
      )}
      {isOpen ? <PlanBody question={question} form={form} /> : <LockedBody question={question} form={form} />}
      <CardFooter className="flex-col items-stretch gap-3 sm:px-5">
        {isOpen && <ApprovalBar question={question} form={form} />}
        <PlanBinding question={question} now={isOpen ? now : null} />
      </CardFooter>
    </Card>
  );
}

interface PlanBodyProps {
  readonly question: ApprovalQuestion;
  readonly form: ApprovalForm;
  readonly isLocked?: boolean;
}

function PlanBody({ question, form, isLocked = false }: PlanBodyProps) {
  return (
    <>
      <StepList steps={plannedSteps(question)} />
      <PlanDetails plan={question.plan} />
      <div className="pb-4 empty:hidden">
        <ExposureTicks
          steps={exposedSteps(question)}
          allowed={form.allowed}
          onToggle={form.toggle}
          isLocked={isLocked}
        />
      </div>
    </>
  );
}

/** What can no longer be answered takes little room, and can still be read. */
function LockedBody({ question, form }: PlanBodyProps) {
  return (
    <div className="border-t border-line">
      <Disclosure
        summary="The plan as it was shown"
        className="[&>summary]:px-4 [&>summary]:py-2.5 sm:[&>summary]:px-5"
      >
        <PlanBody question={question} form={form} isLocked />
      </Disclosure>
    </div>
  );
}
