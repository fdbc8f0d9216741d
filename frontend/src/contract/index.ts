/**
 * The vocabulary that page and service share. Everything comes from `generated`, which is written from
 * `backend/contract`; this module only says which names the page uses, and ties an event's type to its payload.
 */

import type { components } from "@/contract/generated/openapi";
import type { EventPayloads } from "@/contract/generated/event_payloads";
import type { Event } from "@/contract/generated/events";

export type { JsonObject, JsonValue } from "@/contract/json";
export type { paths } from "@/contract/generated/openapi";
export type { Event, EventType } from "@/contract/generated/events";
export type {
  Accepted,
  Connected,
  EventFrame,
  Refused,
  ServerFrames,
  TurnPiece,
} from "@/contract/generated/server_frames";
export type { ClientFrames, SendMessageFrame, Subscribe } from "@/contract/generated/client_frames";
export type {
  Answer,
  AnswerIntake,
  CancelRun,
  DecideApproval,
  DeploymentRequest,
  ForkRun,
  SendMessage,
  StartOperation,
  StartRollback,
  UndoRun,
} from "@/contract/generated/commands";
export type {
  AccountDigested,
  ApprovalDecided,
  Brief,
  DeploymentEnded,
  EventPayloads,
  Failure,
  HealthChecked,
  OperationAnswered,
  OperationEnded,
  PreflightCompleted,
  RunPaused,
  RunResumed,
  StepLeft,
  StepUndone,
  Suggestion,
  Undo,
} from "@/contract/generated/event_payloads";
export type {
  AccountBinding,
  AccountChange,
  Actor,
  ApprovalQuestion,
  ArtefactReference,
  Change,
  ChangeKind,
  ChangeSet,
  Decision,
  DeploymentView,
  Effect,
  HealthExpectation,
  IdentityView,
  OperationAnswer,
  Plan,
  PolicyFinding,
  Provenance,
  Role,
  RunView,
  Scope,
  SessionTokens,
  SessionView,
  SourceReference,
  Step,
  UndoLabel,
  UserView,
  Verdict,
} from "@/contract/generated/views";

export type CredentialSummary = components["schemas"]["CredentialSummary"];
export type CredentialScope = components["schemas"]["CredentialScope"];
export type Health = components["schemas"]["Health"];

/** The three fields that every refusal carries. */
export interface ErrorRecord {
  error_code: string;
  message: string;
  next_step: string;
}

/** An event whose payload is known by its type. */
export type KnownEvent = {
  [T in keyof EventPayloads]: Omit<Event, "type" | "payload"> & { type: T; payload: EventPayloads[T] };
}[keyof EventPayloads];
