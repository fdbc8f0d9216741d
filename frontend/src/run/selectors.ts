/** Questions to a session's state. */

import type { AccountBinding } from "@/contract";
import { textOf } from "@/lib/json";
import type { RunState, SessionItem, SessionState, StepState, Turn } from "@/run/types";

/** All runs, the oldest first. */
export function runsOf(session: SessionState): RunState[] {
  return Object.values(session.runs).sort((a, b) => a.started_at.localeCompare(b.started_at));
}

/** The newest run that has not ended. */
export function liveRun(session: SessionState): RunState | null {
  return runsOf(session).findLast((run) => run.ended_at === null) ?? null;
}

/** Whether the run waits for a person, and for what. */
export function waitingFor(run: RunState): "form" | "approval" | null {
  if (run.question) return "approval";
  return run.intakes.some((each) => each.state === "open") ? "form" : null;
}

/** The steps that change something; the others only read. */
export function changingSteps(run: RunState): StepState[] {
  return run.steps.filter(({ step }) => step.effect !== "read");
}

/** Whether something in AWS was changed and not taken back. */
export function hasChanged(run: RunState): boolean {
  return changingSteps(run).some(({ state }) => state === "applied" || state === "running" || state === "failed");
}

/** Whether the item is a form or a plan that waits for its answer. */
export function isOpen(session: SessionState, item: SessionItem): boolean {
  if (item.kind === "turn") return false;
  const run = session.runs[item.graph_run_id];
  switch (item.kind) {
    case "intake":
      return run?.intakes.some(({ event_id, state }) => event_id === item.event_id && state === "open") ?? false;
    case "plan":
      return run?.question?.approval_id === item.approval_id;
    default:
      return false;
  }
}

/** The account that the newest run works in. */
export function accountOf(session: SessionState): AccountBinding | null {
  for (const run of runsOf(session).reverse()) {
    if (run.plan) return run.plan.account;
    const found = run.preflight?.account;
    const account_id = textOf(found?.account_id);
    if (!found || !account_id) continue;
    return {
      account_id,
      caller_arn: textOf(found.caller_arn) ?? "",
      region: textOf(found.region) ?? "",
      credential_id: textOf(found.credential_id) ?? "",
      is_sandbox: found.is_sandbox === true,
    };
  }
  return null;
}

/** The assistant's newest turn. */
export function lastReply(session: SessionState): Turn | null {
  const last = session.items.findLast((item) => item.kind === "turn");
  const turn = last?.kind === "turn" ? session.turns[last.turn_id] : undefined;
  return turn?.author === "assistant" ? turn : null;
}
