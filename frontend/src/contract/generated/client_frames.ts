/* Generated from backend/contract; `make generate` rewrites it. */
/**
 * What can come out of a question to a person.
 */
export type Answer = "approved" | "rejected";

export interface ClientFrames {
  frame: Subscribe | SendMessageFrame | AnswerIntakeFrame | DecideApprovalFrame | CancelRunFrame | StartRollbackFrame;
}
/**
 * Send the events behind ``after_sequence``, then those to come.
 *
 * ``epoch`` is the one that the client's events are from; a log of another epoch is sent whole.
 */
export interface Subscribe {
  after_sequence?: number;
  epoch?: string | null;
  request_id?: string | null;
  type: "subscribe";
}
/**
 * The command ``send_message`` on the socket.
 */
export interface SendMessageFrame {
  message_id: string;
  request_id?: string | null;
  text: string;
  type: "send_message";
}
/**
 * The command ``answer_intake`` on the socket.
 */
export interface AnswerIntakeFrame {
  graph_run_id: string;
  request: DeploymentRequest;
  request_id?: string | null;
  type: "answer_intake";
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
 * The command ``decide_approval`` on the socket.
 */
export interface DecideApprovalFrame {
  allowed_exposures?: string[];
  answer: Answer;
  approval_id: string;
  change_set_digest: string;
  confirmed_steps?: {
    [k: string]: string;
  };
  plan_digest: string;
  reason?: string | null;
  request_id?: string | null;
  type: "decide_approval";
}
/**
 * The command ``cancel_run`` on the socket.
 */
export interface CancelRunFrame {
  graph_run_id: string;
  request_id?: string | null;
  type: "cancel_run";
}
/**
 * The command ``start_rollback`` on the socket.
 */
export interface StartRollbackFrame {
  deployment_id: string;
  request_id?: string | null;
  type: "start_rollback";
}
