/** Events as the service sends them. */

import type { Event, EventPayloads, TurnPiece } from "@/contract";

let made = 0;

/** An event with what its type needs; its sequence is 1 unless told. */
export function eventOf<T extends keyof EventPayloads>(
  type: T,
  payload: EventPayloads[T],
  changes: Partial<Event> = {},
): Event {
  made += 1;
  return {
    type,
    event_id: `evt_${made}`,
    sequence: 1,
    occurred_at: "2026-05-04T10:00:00Z",
    tenant_id: "local",
    environment_id: "default",
    application_id: "hello",
    session_id: "ses_1",
    graph_run_id: null,
    correlation_id: "cor_1",
    agent: null,
    phase: null,
    status: null,
    latency_ms: null,
    error_code: null,
    payload: payload as unknown as Event["payload"],
    ...changes,
  };
}

/** A message of the person, or a reply. */
export function turnOf(
  sequence: number,
  author: "person" | "assistant",
  text: string,
  changes: Partial<EventPayloads["turn_added"]> = {},
): Event {
  const payload: EventPayloads["turn_added"] = {
    turn_id: `turn_${sequence}`,
    author,
    text,
    graph_run_id: null,
    suggestions: [],
    message_id: null,
    needs: null,
    is_final: false,
    ...changes,
  };
  return eventOf("turn_added", payload, { sequence });
}

/** More of a reply that is being written. */
export function pieceOf(changes: Partial<TurnPiece> = {}): TurnPiece {
  return { type: "turn_piece", turn_id: "turn_2", text: "", is_void: false, ...changes };
}
