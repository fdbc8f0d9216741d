/** What the person has ticked, typed and decided on one plan card. */

import { useState } from "react";

import type { ApprovalQuestion } from "@/contract";
import { type SendingError, useSending } from "@/lib/useSending";
import type { ApprovalDecision } from "@/run/types";

export interface ApprovalForm {
  readonly allowed: ReadonlySet<string>;
  readonly toggle: (step_id: string) => void;
  /** Whether every public endpoint is ticked. */
  readonly isAllowed: boolean;
  readonly isSending: boolean;
  readonly error: SendingError | null;
  /** `confirmed_steps` holds the typed name of each destructive step. */
  readonly approve: (confirmed_steps: Record<string, string>) => Promise<boolean>;
  readonly reject: (reason: string) => Promise<boolean>;
}

/** The answer is bound to the digests of `question`, which are those on screen. */
export function useApprovalForm(
  question: ApprovalQuestion,
  onDecide: (decision: ApprovalDecision) => Promise<void>,
): ApprovalForm {
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set());
  const { isSending, error, send } = useSending();
  const { approval_id, plan_digest, change_set_digest, exposures } = question;
  const bound = { approval_id, plan_digest, change_set_digest };
  return {
    allowed,
    toggle: (step_id) => setAllowed((known) => toggled(known, step_id)),
    isAllowed: exposures.every((step_id) => allowed.has(step_id)),
    isSending,
    error,
    approve: (confirmed_steps) =>
      send(() =>
        onDecide({ ...bound, answer: "approved", confirmed_steps, allowed_exposures: [...allowed] }),
      ),
    reject: (reason) => send(() => onDecide({ ...bound, answer: "rejected", reason: reason.trim() || null })),
  };
}

function toggled(known: ReadonlySet<string>, step_id: string): ReadonlySet<string> {
  const next = new Set(known);
  if (!next.delete(step_id)) next.add(step_id);
  return next;
}
