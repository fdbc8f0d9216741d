/** A session's state from its events: turns and runs, and the order in which they stand in the conversation. */

import type { Event, KnownEvent } from "@/contract";
import { knownEvent } from "@/run/knownEvent";
import { reduceRun, startRun } from "@/run/reduceRun";
import type { SessionItem, SessionState } from "@/run/types";

export function emptySession(session_id: string): SessionState {
  return { session_id, last_sequence: 0, turns: {}, runs: {}, items: [] };
}

/**
 * The state after the events, in their order. What did not change stays the same object; the collections are copied
 * once for all events, because a reload brings thousands.
 */
export function reduceSession(session: SessionState, events: readonly Event[]): SessionState {
  const next = { ...session, turns: { ...session.turns }, runs: { ...session.runs }, items: [...session.items] };
  for (const event of events) addEvent(next, event);
  return next;
}

function addEvent(next: SessionState, event: Event): void {
  next.last_sequence = event.sequence ?? next.last_sequence;
  const known = knownEvent(event);
  if (known.type === "turn_added") {
    addTurn(next, known);
  } else if (event.graph_run_id !== null) {
    const run = next.runs[event.graph_run_id] ?? startRun(event, event.graph_run_id);
    next.runs[event.graph_run_id] = reduceRun(run, event);
    place(next.items, itemOf(known));
  }
}

function addTurn(next: SessionState, event: Extract<KnownEvent, { type: "turn_added" }>): void {
  const { turn_id } = event.payload;
  if (!next.turns[turn_id]) next.items.push({ kind: "turn", key: turn_id, turn_id });
  next.turns[turn_id] = { ...event.payload, occurred_at: event.occurred_at };
}

/** What the event adds to the conversation, if anything. */
function itemOf(event: KnownEvent): SessionItem | null {
  const graph_run_id = event.graph_run_id ?? "";
  switch (event.type) {
    case "graph_started":
    case "step_started":
      return { kind: "timeline", key: `${graph_run_id}/timeline`, graph_run_id };
    case "intake_requested": {
      const { event_id } = event;
      return { kind: "intake", key: event_id, graph_run_id, event_id };
    }
    case "approval_requested": {
      const { approval_id } = event.payload;
      return { kind: "plan", key: `${approval_id}/plan`, graph_run_id, approval_id };
    }
    case "graph_completed":
    case "graph_failed":
      return { kind: "result", key: `${graph_run_id}/result`, graph_run_id };
    default:
      return null;
  }
}

/**
 * Add an item once. The timeline alone moves: it stands where the run began until the plan is applied, and then
 * behind the plan, where a person looks.
 */
function place(items: SessionItem[], item: SessionItem | null): void {
  if (!item) return;
  const at = items.findIndex((each) => each.key === item.key);
  const isBehindPlan = !items.slice(at + 1).some((each) => each.kind === "plan" && isSameRun(each, item));
  if (at >= 0 && (item.kind !== "timeline" || isBehindPlan)) return;
  if (at >= 0) items.splice(at, 1);
  items.push(item);
}

function isSameRun(one: SessionItem, other: SessionItem): boolean {
  return one.kind !== "turn" && other.kind !== "turn" && one.graph_run_id === other.graph_run_id;
}
