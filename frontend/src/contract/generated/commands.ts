/* Generated from backend/contract; `make generate` rewrites it. */
/**
 * What can come out of a question to a person.
 */
export type Answer = "approved" | "rejected";

export interface Commands {
  command:
    | StartDeployment
    | StartOperation
    | StartRollback
    | DecideApproval
    | CancelRun
    | ForkRun
    | UndoRun
    | AnswerIntake
    | SendMessage;
}
/**
 * Plan the deployment of an application with the named credentials.
 */
export interface StartDeployment {
  credential_id: string;
  request: DeploymentRequest;
  type: "start_deployment";
}
/**
 * What a person wants deployed; ``None`` is what is still to be asked.
 *
 * ``environment`` holds references to the vault, never values.
 */
export interface DeploymentRequest {
  application_name?: string | null;
  branch?: string | null;
  environment?: {
    [k: string]: string;
  };
  memory_mb?: number;
  region?: string | null;
  runtime?: string | null;
  source?: string | null;
  target?: string | null;
  timeout_s?: number;
}
/**
 * Read from, or plan a change of, the account with the named credentials.
 */
export interface StartOperation {
  /**
   * @minItems 1
   * @maxItems 20
   */
  calls: ToolCall[];
  credential_id: string;
  region: string;
  type: "start_operation";
}
/**
 * A tool call as a model emits it: ``{"tool": "create_bucket", "args": {…}}``.
 */
export interface ToolCall {
  args: {
    [k: string]: unknown;
  };
  tool: string;
}
/**
 * Plan the undoing of a deployment's newest release.
 */
export interface StartRollback {
  deployment_id: string;
  type: "start_rollback";
}
/**
 * A person's answer, over both digests as they were displayed.
 */
export interface DecideApproval {
  allowed_exposures?: string[];
  answer: Answer;
  approval_id: string;
  change_set_digest: string;
  confirmed_steps?: {
    [k: string]: string;
  };
  plan_digest: string;
  reason?: string | null;
  type: "decide_approval";
}
/**
 * Stop a run; what it applied is undone first.
 */
export interface CancelRun {
  graph_run_id: string;
  type: "cancel_run";
}
/**
 * Start a run where another one had come to a node: by default, the last time.
 */
export interface ForkRun {
  graph_run_id: string;
  node: string;
  type: "fork_run";
  visit?: number | null;
}
/**
 * Plan the undoing of what a run that has ended could not take back.
 */
export interface UndoRun {
  graph_run_id: string;
  type: "undo_run";
}
/**
 * The values of an intake form.
 */
export interface AnswerIntake {
  graph_run_id: string;
  request: DeploymentRequest;
  type: "answer_intake";
}
/**
 * What a person says; sending it again under the same ``message_id`` adds nothing.
 */
export interface SendMessage {
  message_id: string;
  text: string;
  type: "send_message";
}
