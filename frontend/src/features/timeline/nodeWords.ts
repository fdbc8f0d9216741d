/** What the nodes of the graphs are called, and how the words with which they end are read. */

import type { NodeVisit } from "@/run/types";

export type VisitState = "queued" | "running" | "waiting" | "done" | "stopped" | "failed";

const NODE_TITLES: Readonly<Record<string, string>> = {
  route: "Understand the operation",
  account: "Look at the account",
  reading: "Ask AWS",
  respond: "Answer",
  intake: "Understand the request",
  clarification: "Ask for missing values",
  intake_handoff: "Check that nothing is missing",
  context_sync: "Read the source",
  preflight: "Check account and package",
  plan_drafting: "Draft the plan",
  compliance: "Check the plan against the policy",
  dry_run: "Preview in the account",
  approval: "Ask for your approval",
  execution: "Apply the plan",
  validation: "Check the result",
  rollback: "Undo",
  explanation: "Explain what happened",
  escalation: "Record a case for an operator",
  closure: "Close the run",
};

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  complete: "nothing missing",
  incomplete: "values missing",
  drafted: "plan ready",
  changes: "plan ready",
  reads: "only reads",
  no_plan: "no other plan helps",
  locked: "another run holds the lock",
  fixable: "sent back to planning",
  undone: "everything taken back",
  operation: "clear",
  told: "given",
};

const FAILED_OUTCOMES = new Set(["failed", "refused", "unclear", "vetoed", "locked"]);
const STOPPED_OUTCOMES = new Set(["no_plan", "abandoned", "rejected", "expired", "cancelled", "fixable"]);
const WAITING_NODES = new Set(["approval", "clarification"]);

/** The title of a node; an unknown one is called by its own name. */
export function nodeTitle(node: string): string {
  return NODE_TITLES[node] ?? node.replaceAll("_", " ");
}

/** `rollback` that is `incomplete` failed; an intake that is, only has to ask. */
export function visitState({ node, state, outcome }: NodeVisit): VisitState {
  if (state === "queued") return "queued";
  if (state === "running") return WAITING_NODES.has(node) ? "waiting" : "running";
  if (outcome === null) return "stopped";
  if (FAILED_OUTCOMES.has(outcome) || (node === "rollback" && outcome === "incomplete")) return "failed";
  return STOPPED_OUTCOMES.has(outcome) ? "stopped" : "done";
}

/** The word next to the symbol: the outcome, or what the node is doing. */
export function stateWord(visit: NodeVisit): string {
  const state = visitState(visit);
  if (state === "queued") return "waits for its turn";
  if (state === "running") return "working";
  if (state === "waiting") return "waiting for you";
  if (visit.outcome === null) return "ended";
  if (visit.node === "rollback" && visit.outcome === "incomplete") return "something is left";
  return OUTCOME_WORDS[visit.outcome] ?? visit.outcome.replaceAll("_", " ");
}
