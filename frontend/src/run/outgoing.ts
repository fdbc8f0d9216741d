/** Messages that the log does not have yet; they survive a reload and a sign-in, and go out once. */

import { offlineError, type ServiceError } from "@/connection";
import { objectOf, textOf } from "@/lib/json";
import { readStored, writeStored } from "@/lib/storage";

/** A message that the log does not have yet. */
export interface OutgoingMessage {
  message_id: string;
  text: string;
  state: "sending" | "failed";
  error: ServiceError | null;
}

/** Write down what is still to be taken. */
export function keepOutgoing(session_id: string, outgoing: readonly OutgoingMessage[]): void {
  const kept = outgoing.map(({ message_id, text }) => ({ message_id, text }));
  writeStored(keyOf(session_id), kept.length > 0 ? JSON.stringify(kept) : null);
}

/** What an earlier page had written down, ready to be sent again under the same ids. */
export function keptOutgoing(session_id: string): readonly OutgoingMessage[] {
  return listed(readStored(keyOf(session_id))).flatMap((each) => {
    const { message_id, text } = objectOf(each);
    const [id, said] = [textOf(message_id), textOf(text)];
    return id === null || said === null
      ? []
      : [{ message_id: id, text: said, state: "failed" as const, error: offlineError() }];
  });
}

function listed(stored: string | null): unknown[] {
  try {
    const found: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function keyOf(session_id: string): string {
  return `copilot.outgoing.${session_id}`;
}
