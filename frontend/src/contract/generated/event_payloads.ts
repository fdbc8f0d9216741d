/* Generated from backend/contract; `make generate` rewrites it. */
import type { JsonValue } from "@/contract/json";

/**
 * When in a run the account was looked at.
 */
export type DigestMoment = "before" | "after";
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

export interface EventPayloads {
  account_digested: AccountDigested;
  approval_decided: ApprovalDecided;
  approval_requested: ApprovalRequested;
  brief_created: BriefCreated;
  change_set_created: ChangeSetCreated;
  deployment_failed: DeploymentEnded;
  deployment_succeeded: DeploymentEnded;
  escalation_opened: EscalationOpened;
  graph_completed: GraphCompleted;
  graph_failed: GraphFailed;
  graph_started: GraphStarted;
  guardrail_tripped: GuardrailTripped;
  health_checked: HealthChecked;
  intake_completed: IntakeCompleted;
  intake_requested: IntakeRequested;
  node_completed: NodeCompleted;
  node_queued: NodeQueued;
  node_started: NodeStarted;
  operation_answered: OperationAnswered;
  operation_failed: OperationEnded;
  operation_succeeded: OperationEnded;
  plan_drafted: PlanDrafted;
  preflight_completed: PreflightCompleted;
  run_paused: RunPaused;
  run_resumed: RunResumed;
  step_applied: StepApplied;
  step_failed: StepFailed;
  step_started: StepStarted;
  step_undone: StepUndone;
  turn_added: Turn;
  undo_completed: UndoCompleted;
  verdict_given: VerdictGiven;
}
/**
 * What the account looked like at a moment of the run; ``reason`` where nobody could tell.
 */
export interface AccountDigested {
  absent: string[];
  digest: string | null;
  is_complete: boolean;
  moment: DigestMoment;
  reason: string | null;
  resource_count: number;
  resources: {
    [k: string]: string;
  };
}
/**
 * The question is answered.
 */
export interface ApprovalDecided {
  actor: Actor | null;
  answer: "approved" | "rejected" | "expired" | "cancelled";
  approval_id: string;
  reason: string | null;
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
 * A person is asked; the answer binds both digests, every exposure and every typed name.
 */
export interface ApprovalRequested {
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
 * The source was read.
 */
export interface BriefCreated {
  brief: Brief;
}
/**
 * What was found in the source, in short.
 */
export interface Brief {
  critical_files: string[];
  summary: string;
}
/**
 * The plan was previewed.
 */
export interface ChangeSetCreated {
  change_set: ChangeSet;
}
/**
 * How a run ended, with all that is known; ``outputs`` holds the ``url`` of a deployment.
 */
export interface DeploymentEnded {
  completion_state: string;
  failure: Failure | null;
  health: {
    [k: string]: JsonValue;
  } | null;
  outputs: {
    [k: string]: JsonValue;
  } | null;
  plan: Plan | null;
  steps: {
    [k: string]: JsonValue;
  } | null;
  undo: Undo | null;
}
/**
 * Why something failed, for people; ``step_id`` where a step did.
 */
export interface Failure {
  error_code: string;
  message: string;
  next_step: string;
  node: string;
  step_id: string | null;
}
/**
 * What was taken back, and what resisted.
 */
export interface Undo {
  left: StepLeft[];
  undone: StepUndone[];
}
/**
 * A step that could not be taken back.
 */
export interface StepLeft {
  error: {
    [k: string]: JsonValue;
  };
  resource: string;
  step_id: string;
}
/**
 * A step was taken back.
 */
export interface StepUndone {
  resource: string;
  step_id: string;
}
/**
 * An operator has to look at it; a snapshot of what was known comes with it.
 */
export interface EscalationOpened {
  escalation_id: string;
}
/**
 * The run ended as its graph foresees.
 */
export interface GraphCompleted {
  completion_state: string;
}
/**
 * The run ended otherwise.
 */
export interface GraphFailed {
  completion_state: string;
  error_code: string;
  message: string;
  next_step: string;
}
/**
 * A run of that graph version began.
 */
export interface GraphStarted {
  graph_id: string;
}
/**
 * Something was kept from being called, said or noted; nothing of it is quoted.
 */
export interface GuardrailTripped {
  guardrail: string;
  node: string;
  reason_code: string;
  reasoning: string;
  role: string;
}
/**
 * What the application answered; ``status`` is ``None`` when there was no answer.
 */
export interface HealthChecked {
  attempts: number;
  body_excerpt: string;
  is_healthy: boolean;
  reason: string;
  status: number | null;
  url: string;
}
/**
 * Everything mandatory is known.
 */
export interface IntakeCompleted {
  request: DeploymentRequest;
}
/**
 * What a person wants deployed; ``None`` is what is still to be asked.
 *
 * ``environment`` holds references to the vault, never values.
 */
export interface DeploymentRequest {
  application_name: string | null;
  branch: string | null;
  environment: {
    [k: string]: string;
  };
  memory_mb: number;
  region: string | null;
  runtime: string | null;
  source: string | null;
  target: string | null;
  timeout_s: number;
}
/**
 * Values are missing; ``form`` is a JSON Schema, ``request`` what is known so far.
 */
export interface IntakeRequested {
  form: {
    [k: string]: JsonValue;
  };
  graph_run_id: string;
  missing: string[];
  request: DeploymentRequest;
}
/**
 * A node was left by that outcome.
 */
export interface NodeCompleted {
  facts: {
    [k: string]: JsonValue;
  };
  node: string;
  outcome: string;
  visit: number;
}
/**
 * A node waits in that queue for its turn; ``node_started`` tells that it has come.
 */
export interface NodeQueued {
  node: string;
  queue: string;
  visit: number;
}
/**
 * A node was entered for the ``visit``-th time.
 */
export interface NodeStarted {
  node: string;
  visit: number;
}
/**
 * What the reads of an operation found, in their order.
 */
export interface OperationAnswered {
  answers: OperationAnswer[];
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
 * How an operation ended; a read changes nothing, and has no ``steps``.
 */
export interface OperationEnded {
  completion_state: string;
  failure: Failure | null;
  plan: Plan | null;
  steps: {
    [k: string]: JsonValue;
  } | null;
  undo: Undo | null;
}
/**
 * There is a plan; an older one of the run is void.
 */
export interface PlanDrafted {
  plan: Plan;
}
/**
 * What must hold beforehand does; ``package`` is what would be deployed.
 */
export interface PreflightCompleted {
  account: {
    [k: string]: JsonValue;
  };
  checks: JsonValue;
  package: {
    [k: string]: JsonValue;
  };
}
/**
 * The run stays where it is until its records can be written again; it goes on by itself.
 */
export interface RunPaused {
  error_code: string;
  message: string;
  next_step: string;
}
/**
 * The run goes on after a pause.
 */
export interface RunResumed {}
/**
 * A step is done; ``is_changed`` is false where everything was so already.
 */
export interface StepApplied {
  is_changed: boolean;
  outputs: {
    [k: string]: JsonValue;
  };
  step_id: string;
}
/**
 * A step could not be done.
 */
export interface StepFailed {
  failure: Failure;
  step_id: string;
}
/**
 * A step's call is about to be made.
 */
export interface StepStarted {
  step_id: string;
  title: string;
}
/**
 * The payload of ``turn_added``; no secret is ever in ``text``.
 */
export interface Turn {
  author: "person" | "assistant";
  graph_run_id: string | null;
  is_final: boolean;
  message_id: string | null;
  needs: "credentials" | null;
  suggestions: Suggestion[];
  text: string;
  turn_id: string;
}
/**
 * Something that the person may say next: ``text`` is sent when ``label`` is pressed.
 */
export interface Suggestion {
  label: string;
  text: string;
}
/**
 * The undoing is over.
 */
export interface UndoCompleted {
  undo: Undo;
}
/**
 * Compliance has judged the plan.
 */
export interface VerdictGiven {
  verdict: Verdict;
}
