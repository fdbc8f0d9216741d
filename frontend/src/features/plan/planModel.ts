/** What the plan card shows, worked out of the open question; pure. */

import type { ApprovalQuestion, Change, Plan, Step } from "@/contract";

import { KIND_ORDER, type ShownKind } from "./changeKinds";

export interface PlannedStep {
  readonly step: Step;
  readonly change: Change;
  readonly kind: ShownKind;
  /** Its place in the order of execution, from 1. */
  readonly position: number;
}

export interface Confirmation {
  /** What must be typed, exactly. */
  readonly name: string;
  readonly step_ids: readonly string[];
}

export const UNDO_WORDS: Readonly<Record<Step["label"], string>> = {
  exact: "Can be undone exactly",
  compensatable: "Can be compensated",
  irreversible: "Cannot be undone",
};

/** Deletes and replacements first, each kind in the order of execution. */
export function plannedSteps(question: ApprovalQuestion): readonly PlannedStep[] {
  const changes = new Map(question.change_set.changes.map((change) => [change.step_id, change]));
  const planned = question.plan.steps.map((step, index) => {
    const change = changes.get(step.step_id) ?? unpreviewed(step);
    return { step, change, kind: step.effect === "read" ? "read" : change.kind, position: index + 1 } as const;
  });
  return planned.sort((one, other) => rank(one) - rank(other) || one.position - other.position);
}

/** The names to type; one name may cover several destructive steps. */
export function confirmationsOf(question: ApprovalQuestion): readonly Confirmation[] {
  const names = [...new Set(Object.values(question.confirmations))];
  return names.map((name) => ({
    name,
    step_ids: Object.keys(question.confirmations).filter(
      (step_id) => question.confirmations[step_id] === name,
    ),
  }));
}

export function exposedSteps(question: ApprovalQuestion): readonly Step[] {
  return question.plan.steps.filter((step) => question.exposures.includes(step.step_id));
}

/** How well the whole plan can be undone: as well as its weakest step. A read leaves nothing to undo. */
export function weakestLabel(plan: Plan): Step["label"] {
  const labels: readonly Step["label"][] = ["irreversible", "compensatable"];
  return labels.find((label) => plan.steps.some((step) => step.effect !== "read" && step.label === label)) ?? "exact";
}

function rank({ kind }: PlannedStep): number {
  const isRemoval = kind === "delete" || kind === "replace";
  return isRemoval ? KIND_ORDER.indexOf(kind) : KIND_ORDER.length;
}

function unpreviewed(step: Step): Change {
  return { step_id: step.step_id, kind: "run", resource: step.resource, before: null, after: null };
}
