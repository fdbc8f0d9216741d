/* Generated from backend/contract; `make generate` rewrites it. */
import type { JsonValue } from "@/contract/json";

/**
 * The closed set of things that are told.
 */
export type EventType =
  | "graph_started"
  | "node_queued"
  | "node_started"
  | "node_completed"
  | "node_exhausted"
  | "graph_completed"
  | "graph_failed"
  | "intake_requested"
  | "intake_completed"
  | "brief_created"
  | "preflight_completed"
  | "plan_drafted"
  | "verdict_given"
  | "change_set_created"
  | "approval_requested"
  | "approval_decided"
  | "plan_sealed"
  | "step_started"
  | "step_applied"
  | "step_failed"
  | "step_undone"
  | "undo_completed"
  | "account_digested"
  | "health_checked"
  | "deployment_succeeded"
  | "deployment_failed"
  | "operation_answered"
  | "operation_succeeded"
  | "operation_failed"
  | "escalation_opened"
  | "credential_used"
  | "tool_called"
  | "guardrail_tripped"
  | "run_locked"
  | "run_paused"
  | "run_resumed"
  | "turn_added";

export interface ServerFrames {
  frame: Connected | EventFrame | Accepted | Refused | TurnPiece;
}
/**
 * The first frame, and the answer to a subscription with a stale ``epoch``.
 */
export interface Connected {
  epoch: string;
  last_sequence: number;
  session_id: string;
  type: "connected";
}
/**
 * One event of the session, with its ``sequence``.
 */
export interface EventFrame {
  event: Event;
  type: "event";
}
/**
 * One thing that happened; ``event_id`` stays the same when a run is replayed.
 */
export interface Event {
  agent: string | null;
  application_id: string;
  correlation_id: string;
  environment_id: string;
  error_code: string | null;
  event_id: string;
  graph_run_id: string | null;
  latency_ms: number | null;
  occurred_at: string;
  payload: {
    [k: string]: JsonValue;
  };
  phase: string | null;
  sequence: number | null;
  session_id: string;
  status: string | null;
  tenant_id: string;
  type: EventType;
}
/**
 * The command with that ``request_id`` was taken; what follows from it comes as events.
 */
export interface Accepted {
  request_id: string;
  type: "accepted";
}
/**
 * A frame that was not acted on. ``fields`` says which values of a form are wrong, and why.
 */
export interface Refused {
  error_code: string;
  fields: {
    [k: string]: string;
  };
  message: string;
  next_step: string;
  request_id: string | null;
  type: "refused";
}
/**
 * More of a reply that is being written; it has no sequence and is stored nowhere.
 *
 * The ``turn_added`` with the same ``turn_id`` takes the place of all of them.
 */
export interface TurnPiece {
  is_void: boolean;
  text: string;
  turn_id: string;
  type: "turn_piece";
}
