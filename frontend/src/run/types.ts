/**
 * A session and its runs as the page sees them: rebuilt from the session's events alone, so that a reload,
 * a second tab and a restarted server all come to the same screen. Times are the server's (RFC 3339).
 */

import type {
  AccountDigested,
  ApprovalQuestion,
  Brief,
  ChangeSet,
  DecideApproval,
  DeploymentRequest,
  Event,
  Failure,
  HealthChecked,
  JsonObject,
  OperationAnswer,
  Plan,
  PreflightCompleted,
  RunPaused,
  Step,
  Suggestion,
  Undo,
  Verdict,
} from "@/contract";

export type CompletionState =
  | "succeeded"
  | "rejected"
  | "expired"
  | "cancelled"
  | "undone"
  | "escalated";

/** One visit of a node of the graph; a loop or a replan visits it again. */
export interface NodeVisit {
  node: string;
  visit: number;
  agent: string | null;
  phase: string | null;
  /** `queued` until it is its turn; then it starts. */
  state: "queued" | "running" | "done";
  /** The word with which the node ended, such as `ready`, `failed` or `approved`. */
  outcome: string | null;
  started_at: string;
  ended_at: string | null;
}

export type StepStatus = "planned" | "running" | "applied" | "unchanged" | "failed" | "undone";

/** A step of the newest plan, with what became of it. */
export interface StepState {
  step: Step;
  state: StepStatus;
  started_at: string | null;
  ended_at: string | null;
  outputs: JsonObject | null;
  failure: RunFailure | null;
}

/** Why something did not work; `step_id` and `node` say where. */
export type RunFailure = Omit<Failure, "node" | "step_id"> & Partial<Pick<Failure, "node" | "step_id">>;

export type ApprovalState = "open" | "approved" | "rejected" | "expired" | "cancelled" | "stale";

/** One question to the person; `stale` when the plan changed or the run ended before an answer. */
export interface ApprovalRecord {
  question: ApprovalQuestion;
  state: ApprovalState;
  asked_at: string;
  decided_at: string | null;
}

/** A form that was asked; `answered` once the intake is complete, `closed` when the run ended without. */
export interface IntakeRequestState {
  graph_run_id: string;
  event_id: string;
  /** JSON Schema 2020-12; `default` holds what is already known. */
  form: JsonObject;
  missing: string[];
  state: "open" | "answered" | "closed";
  /** What is known; after the answer: what was answered. */
  request: DeploymentRequest | null;
  asked_at: string;
}

/** What the application answered. */
export type HealthResult = HealthChecked;
/** What was taken back, and what could not be. */
export type UndoResult = Undo;
/** Why a run stays where it is, and since when. */
export type Pause = RunPaused & { paused_at: string };
/** What the preflight found: who calls AWS, which checks ran, and what would be uploaded. */
export type Preflight = PreflightCompleted;

export interface RunState {
  graph_run_id: string;
  graph_id: string | null;
  session_id: string;
  environment_id: string;
  application_id: string;
  started_at: string;
  /** `null` while the run lives. */
  ended_at: string | null;
  completion_state: CompletionState | null;
  /** The node that the run is in, or ended in. */
  node: string | null;
  nodes: NodeVisit[];
  deployment_id: string | null;
  brief: Brief | null;
  preflight: Preflight | null;
  /** The newest plan, its verdict and its preview; the digests are those of the newest question. */
  plan: Plan | null;
  plan_digest: string | null;
  verdict: Verdict | null;
  change_set: ChangeSet | null;
  change_set_digest: string | null;
  /** The open question, if there is one. */
  question: ApprovalQuestion | null;
  /** All questions of this run, the oldest first. */
  approvals: ApprovalRecord[];
  intakes: IntakeRequestState[];
  steps: StepState[];
  outputs: JsonObject | null;
  url: string | null;
  health: HealthResult | null;
  failure: RunFailure | null;
  /** What the reads of an operation found. */
  answers: OperationAnswer[];
  undo: UndoResult;
  /** What the account looked like around the newest plan that was begun. */
  account: { before: AccountDigested | null; after: AccountDigested | null };
  is_escalated: boolean;
  /** Set while its records cannot be written; it goes on by itself. */
  pause: Pause | null;
  /** All events of the run in their order: the log. */
  events: Event[];
}

/** What `PlanCard` hands to `onDecide`. */
export type ApprovalDecision = Omit<DecideApproval, "type">;

/**
 * What `IntakeFormCard` hands to `onSubmit`. Values of environment variables travel apart: they go to the vault
 * over REST, and only their references into the request. The card never sends anything itself.
 */
export interface IntakeValues {
  request: DeploymentRequest;
  environment_values: Record<string, string>;
}

/** A message of the person or a reply of the assistant. */
export interface Turn {
  turn_id: string;
  author: "person" | "assistant";
  text: string;
  graph_run_id: string | null;
  suggestions: Suggestion[];
  /** The id under which the person's client sent it. */
  message_id: string | null;
  /** `credentials`: the page offers its dialog for them. */
  needs: "credentials" | null;
  /** The conversation takes no further message. */
  is_final: boolean;
  occurred_at: string;
}

/** What stands in the conversation, in the order in which it happened. */
export type SessionItem =
  | { kind: "turn"; key: string; turn_id: string }
  | { kind: "intake"; key: string; graph_run_id: string; event_id: string }
  | { kind: "plan"; key: string; graph_run_id: string; approval_id: string }
  | { kind: "timeline"; key: string; graph_run_id: string }
  | { kind: "result"; key: string; graph_run_id: string };

export interface SessionState {
  session_id: string;
  last_sequence: number;
  turns: Record<string, Turn>;
  runs: Record<string, RunState>;
  items: SessionItem[];
}
