/** What a run left behind, worked out of its state; pure. */

import type { RunState, StepState } from "@/run/types";

export type ResultKind = "deployed" | "rolled_back" | "failed" | "stopped";

/** How the run ended; `null` while it lives. */
export function resultKind(run: RunState): ResultKind | null {
  switch (run.completion_state) {
    case null:
      return null;
    case "succeeded":
      return isRollback(run) ? "rolled_back" : "deployed";
    case "rejected":
    case "expired":
    case "cancelled":
      return "stopped";
    case "undone":
    case "escalated":
      return "failed";
  }
}

export function isRollback(run: RunState): boolean {
  return run.graph_id?.startsWith("rollback@") ?? false;
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
