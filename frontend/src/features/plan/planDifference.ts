/** What a newer plan does differently from the one on screen. */

import type { ApprovalQuestion } from "@/contract";

import { diffRows } from "./diffRows";

export interface PlanDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export function isSameQuestion(one: ApprovalQuestion, other: ApprovalQuestion): boolean {
  return (
    one.approval_id === other.approval_id &&
    one.plan_digest === other.plan_digest &&
    one.change_set_digest === other.change_set_digest
  );
}

/** The titles of steps that only the newer plan has, that it lacks, and that it would do otherwise. */
export function planDifference(older: ApprovalQuestion, newer: ApprovalQuestion): PlanDifference {
  const before = described(older);
  const after = described(newer);
  return {
    added: titles(after, (step_id) => !before.has(step_id)),
    removed: titles(before, (step_id) => !after.has(step_id)),
    changed: titles(after, (step_id, text) => before.has(step_id) && before.get(step_id)?.text !== text),
  };
}

interface Described {
  readonly title: string;
  readonly text: string;
}

function described(question: ApprovalQuestion): ReadonlyMap<string, Described> {
  const { plan, change_set } = question;
  return new Map(
    plan.steps.map(({ step_id, title, params }) => {
      const change = change_set.changes.find((each) => each.step_id === step_id);
      const rows = change ? diffRows(change) : [];
      return [step_id, { title, text: JSON.stringify([params, change?.kind, rows]) }];
    }),
  );
}

function titles(
  steps: ReadonlyMap<string, Described>,
  isMeant: (step_id: string, text: string) => boolean,
): readonly string[] {
  return [...steps].filter(([step_id, { text }]) => isMeant(step_id, text)).map(([, { title }]) => title);
}
