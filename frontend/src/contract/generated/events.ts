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

export interface Events {
  event: Event;
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
