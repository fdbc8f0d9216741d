/** Which question a card is bound to: the one that was on screen first, until the person asks for the newer one. */

import { useState } from "react";

import type { ApprovalQuestion } from "@/contract";
import type { ApprovalRecord, RunState } from "@/run/types";

import { isSameQuestion } from "./planDifference";

export type CardState = "open" | "stale" | "approved" | "rejected" | "expired" | "cancelled";

export interface ShownApproval {
  readonly question: ApprovalQuestion;
  readonly record: ApprovalRecord | null;
  /** The newest question, where it is another one. */
  readonly newer: ApprovalQuestion | null;
  readonly showNewer: () => void;
}

/** The question of `approval_id`, or of the newest approval; `null` while nothing was asked. */
export function useShownApproval(run: RunState, approval_id: string | undefined): ShownApproval | null {
  const [bound, setBound] = useState<ApprovalQuestion | null>(null);
  const newest = run.approvals.at(-1)?.question ?? null;
  const wanted =
    run.approvals.find(({ question }) => question.approval_id === approval_id)?.question ?? newest;
  if (bound === null && wanted !== null) setBound(wanted);
  const question = bound ?? wanted;
  if (question === null) return null;
  return {
    question,
    record: run.approvals.find((record) => isSameQuestion(record.question, question)) ?? null,
    newer: newest !== null && !isSameQuestion(newest, question) ? newest : null,
    showNewer: () => setBound(newest),
  };
}

/** What became of the question; only an open one can be answered. */
export function cardState({ question, record, newer }: ShownApproval, now: number): CardState {
  if (record === null) return "stale";
  if (record.state !== "open") return record.state;
  if (newer !== null) return "stale";
  return Date.parse(question.expires_at) <= now ? "expired" : "open";
}
