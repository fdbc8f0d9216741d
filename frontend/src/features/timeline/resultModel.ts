/** What a run left behind, worked out of its state; pure. */

import type { RunState, StepState } from "@/run/types";

import { accountChange } from "./accountModel";

export type ResultKind = "deployed" | "operated" | "rolled_back" | "failed" | "stopped";

/** How the run ended; `null` while it lives. */
export function resultKind(run: RunState): ResultKind | null {
  switch (run.completion_state) {
    case null:
      return null;
    case "succeeded":
      return succeededKind(run);
    case "rejected":
    case "expired":
    case "cancelled":
      return "stopped";
    case "undone":
    case "escalated":
      return "failed";
  }
}

function succeededKind(run: RunState): ResultKind {
  if (isOperation(run)) return "operated";
  return isRollback(run) ? "rolled_back" : "deployed";
}

/** Single actions, which belong to no deployment. */
export function isOperation(run: RunState): boolean {
  return run.graph_id?.startsWith("operate@") ?? false;
}

export function isRollback(run: RunState): boolean {
  return run.graph_id?.startsWith("rollback@") ?? false;
}

/** What the run was about, as a sentence begins with it. */
export function subjectOf(run: RunState): string {
  const isSingle = isOperation(run) || run.plan?.target === "operation";
  return isSingle ? "The operation" : run.application_id;
}

/** How a run failed, and no more than is known of what became of the account. */
export function failureTitle(run: RunState): string {
  const { undone, left } = run.undo;
  if (left.length > 0) return "It failed, and something is left";
  if (appliedSteps(run).length > 0) return "It failed, and something may be left";
  if (undone.length === 0) return "It failed; nothing was changed";
  const isProven = accountChange(run.account)?.is_equal === true;
  return isProven ? "It failed; the account is as it was before" : "It failed; what it changed was taken back";
}

/** The steps that changed something and still stand. */
export function appliedSteps(run: RunState): readonly StepState[] {
  return run.steps.filter(({ state }) => state === "applied");
}

/** When and where the log proves that a step was taken back. */
export interface UndoProof {
  readonly step_id: string;
  readonly resource: string;
  readonly occurred_at: string | null;
  readonly sequence: number | null;
}

export function undoProofs(run: RunState): readonly UndoProof[] {
  const told = run.events.filter(({ type }) => type === "step_undone");
  return run.undo.undone.map(({ step_id, resource }) => {
    const event = told.findLast(({ payload }) => payload.step_id === step_id);
    return { step_id, resource, occurred_at: event?.occurred_at ?? null, sequence: event?.sequence ?? null };
  });
}
