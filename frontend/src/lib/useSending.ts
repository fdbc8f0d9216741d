import { useState } from "react";

import { objectOf, textOf } from "@/lib/json";

/** An error for a person: what happened, what to do, and the code to report. */
export interface SendingError {
  readonly message: string;
  readonly next_step?: string;
  readonly error_code?: string;
}

export interface Sending {
  readonly isSending: boolean;
  readonly error: SendingError | null;
  /** Run `task`; whether it worked. What was typed stays where it is, so that it can be tried again. */
  readonly send: (task: () => Promise<void>) => Promise<boolean>;
}

/** One request at a time, with its error. */
export function useSending(): Sending {
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<SendingError | null>(null);
  const send = async (task: () => Promise<void>): Promise<boolean> => {
    setIsSending(true);
    setError(null);
    try {
      await task();
      return true;
    } catch (cause) {
      setError(sendingError(cause));
      return false;
    } finally {
      setIsSending(false);
    }
  };
  return { isSending, error, send };
}

/** Whatever was thrown, as an error for a person. */
export function sendingError(cause: unknown): SendingError {
  const { message, next_step, error_code } = objectOf(cause);
  return {
    message: textOf(message) ?? "The server did not answer.",
    next_step: textOf(next_step) ?? "Try again.",
    error_code: textOf(error_code) ?? "E_NOT_SENT",
  };
}
