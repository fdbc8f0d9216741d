import type { ErrorRecord } from "@/contract";

/** What the service, or the way to it, refused: always with a sentence and a next step. */
export class ServiceError extends Error {
  readonly error_code: string;
  readonly next_step: string;
  /** What is wrong with which value of a form. */
  readonly fields: Record<string, string>;

  constructor(record: ErrorRecord, fields: Record<string, string> = {}) {
    super(record.message);
    this.name = "ServiceError";
    this.error_code = record.error_code;
    this.next_step = record.next_step;
    this.fields = fields;
  }
}

/** The service was not reached; whether it did what was asked is not known. */
export function offlineError(): ServiceError {
  return new ServiceError({
    error_code: "E_OFFLINE",
    message: "The service cannot be reached.",
    next_step: "Check that it is running; the page connects again by itself.",
  });
}

/** Anything that was thrown, as an error with its three fields. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError({
    error_code: "E_BUG",
    message: "The page made a mistake.",
    next_step: "Reload it; if it happens again, report what you did.",
  });
}
