/* Generated from backend/contract; `make generate` rewrites it. */
import type { JsonValue } from "@/contract/json";

/**
 * What a step would do to its resource, as a preview found it.
 */
export type ChangeKind = "create" | "update" | "replace" | "delete" | "run" | "none";
/**
 * What an action needs: nothing, one approval, or the resource's name typed by a person.
 */
export type Effect = "read" | "write" | "destructive";
/**
 * How well an action can be undone; shown before approval.
 */
export type UndoLabel = "exact" | "compensatable" | "irreversible";
/**
 * Where the value of an argument comes from.
 */
export type Provenance = "user" | "default" | "aws_read" | "repo_fact" | "model";
/**
 * ``fixable`` sends a plan back to planning; ``vetoed`` ends it with an escalation.
 */
export type Decision = "approved" | "fixable" | "vetoed";
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
/**
 * What somebody is to an installation; a person may have several.
 */
export type Role = "viewer" | "deployer" | "approver" | "operator" | "owner";

export interface Views {
  ApprovalQuestion: ApprovalQuestion;
  DeploymentView: DeploymentView;
  EventPage: EventPage;
  IdentityView: IdentityView;
  RunView: RunView;
  SessionView: SessionView;
  UserView: UserView;
}
/**
 * An open question: exactly what an answer must bind.
 */
export interface ApprovalQuestion {
  approval_id: string;
  change_set: ChangeSet;
  change_set_digest: string;
  confirmations: {
    [k: string]: string;
  };
  expires_at: string;
  exposures: string[];
  graph_run_id: string;
  plan: Plan;
  plan_digest: string;
  verdict: Verdict;
}
/**
 * The preview of a whole plan, bound to it and to the identity that looked.
 */
export interface ChangeSet {
  account_id: string;
  arn: string | null;
  caller_arn: string;
  changes: Change[];
  plan_digest: string;
}
/**
 * What one step would do to its resource; ``before`` is the live state, ``None`` where it is
 * absent.
 */
export interface Change {
  after: JsonValue;
  before: JsonValue;
  kind: ChangeKind;
  resource: string;
  step_id: string;
}
/**
 * All that will be done, for whom, where, with what, until when.
 */
export interface Plan {
  account: AccountBinding;
  artefacts: ArtefactReference[];
  confirmation: string | null;
  cost: string;
  deployment_id: string;
  expires_at: string;
  graph_id: string;
  graph_run_id: string;
  health: HealthExpectation | null;
  iam_policy: {
    [k: string]: JsonValue;
  };
  intent: string;
  nonce: string;
  outputs: {
    [k: string]: JsonValue;
  };
  policy_version: string;
  release_id: string;
  schema_version: number;
  scope: Scope;
  source: SourceReference | null;
  /**
   * @minItems 1
   */
  steps: Step[];
  target: string;
  undoes: string | null;
}
/**
 * The account, region and caller that a plan was made for; asked again before every step.
 */
export interface AccountBinding {
  account_id: string;
  caller_arn: string;
  credential_id: string;
  is_sandbox: boolean;
  region: string;
}
/**
 * Packaged bytes by digest, with what a person wants to know of them.
 */
export interface ArtefactReference {
  dependencies: string[];
  digest: string;
  name: string;
  notes: string[];
  size_bytes: number;
  unzipped_bytes: number;
}
/**
 * How the validator decides that the deployment works: GET ``url`` + ``path`` answers
 * ``status``.
 */
export interface HealthExpectation {
  path: string;
  status: number;
  url: JsonValue;
}
/**
 * The three ids that every record, key and AAD carries.
 */
export interface Scope {
  application_id: string;
  environment_id: string;
  tenant_id: string;
}
/**
 * What is deployed: a commit, or the digest of a folder's content.
 */
export interface SourceReference {
  branch: string | null;
  commit: string | null;
  content_digest: string;
  location: string;
  repository: string | null;
  uncommitted: string[];
}
/**
 * One action with exact parameters; what it does is copied from the catalogue and checked
 * against it.
 */
export interface Step {
  action: string;
  compensation: string | null;
  effect: Effect;
  exposes: string | null;
  iam_actions: string[];
  label: UndoLabel;
  params: {
    [k: string]: JsonValue;
  };
  provenance: {
    [k: string]: Provenance;
  };
  resource: string;
  step_id: string;
  title: string;
}
/**
 * The decision over one plan under one policy version.
 */
export interface Verdict {
  decision: Decision;
  findings: PolicyFinding[];
  plan_digest: string;
  policy_version: string;
  rules_checked: number;
}
/**
 * One broken rule, with the step that breaks it (``None``: the plan as a whole).
 */
export interface PolicyFinding {
  is_fixable: boolean;
  message: string;
  reason_code: string;
  rule: string;
  step_id: string | null;
}
/**
 * An application running in an environment, with its newest release.
 */
export interface DeploymentView {
  account: AccountChange | null;
  account_id: string;
  deployment_id: string;
  is_sandbox: boolean;
  region: string;
  release_count: number;
  release_id: string | null;
  scope: Scope;
  status: string;
  updated_at: string;
  url: string | null;
}
/**
 * The account around a run: its digests, and what came, went or changed between them.
 *
 * ``is_equal`` is ``None`` where that cannot be told, and ``reason`` then says why.
 */
export interface AccountChange {
  after: string | null;
  before: string | null;
  changed: string[];
  is_complete: boolean;
  is_equal: boolean | null;
  reason: string | null;
}
/**
 * Events of a session, in order; ``epoch`` and ``last_sequence`` as on the socket.
 */
export interface EventPage {
  epoch: string;
  events: Event[];
  last_sequence: number;
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
 * Who asks, and whether anybody has set this installation up.
 */
export interface IdentityView {
  is_set_up: boolean;
  roles: Role[];
  user: UserView | null;
}
/**
 * One person, as everybody may see them.
 */
export interface UserView {
  roles: Role[];
  user_id: string;
  user_name: string;
}
/**
 * One run as it stands.
 *
 * ``completion_state`` is ``None`` while it lives; ``question`` while it waits.
 */
export interface RunView {
  account: AccountChange | null;
  actor: Actor;
  answers: OperationAnswer[];
  change_set_digest: string | null;
  completion_state: string | null;
  created_at: string;
  deployment_id: string | null;
  ended_at: string | null;
  failure: {
    [k: string]: JsonValue;
  } | null;
  graph_id: string;
  graph_run_id: string;
  health: JsonValue;
  node: string | null;
  plan_digest: string | null;
  question: ApprovalQuestion | null;
  scope: Scope;
  session_id: string;
  steps: {
    [k: string]: JsonValue;
  }[];
  undo: {
    [k: string]: JsonValue;
  };
  url: string | null;
}
/**
 * Who acts; ``local_owner`` is the person at the machine, when no server runs.
 */
export interface Actor {
  kind: "local_owner" | "user";
  user_id: string;
  user_name: string | null;
}
/**
 * What a read of an operation found.
 *
 * ``answer`` is ``{"columns", "rows", "total"}`` for a list, of which ``rows`` may be the
 * beginning, or ``{"facts": {…}}`` for one thing.
 */
export interface OperationAnswer {
  action: string;
  answer: {
    [k: string]: JsonValue;
  };
  step_id: string;
  title: string;
}
/**
 * One conversation of one person.
 */
export interface SessionView {
  created_at: string;
  last_active_at: string;
  session_id: string;
  title: string;
  tokens: SessionTokens | null;
}
/**
 * What a conversation has spent on the language model, and what it may spend.
 */
export interface SessionTokens {
  input_allowed: number;
  input_tokens: number;
  is_spent: boolean;
  output_allowed: number;
  output_tokens: number;
}
