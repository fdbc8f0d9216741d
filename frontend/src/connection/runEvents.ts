/** One run's events over REST, for pages outside of its conversation. */

import { offlineError, ServiceError } from "@/connection/errors";
import type { ErrorRecord, Event } from "@/contract";

/**
 * Each event of the run, until it ends or `signal` aborts.
 *
 * @throws ServiceError where the line breaks or the service breaks it off.
 */
export async function* runEvents(graph_run_id: string, signal: AbortSignal): AsyncGenerator<Event> {
  const path = `/api/v1/runs/${encodeURIComponent(graph_run_id)}/events`;
  const response = await fetch(path, { credentials: "same-origin", signal }).catch(() => null);
  if (!response?.ok || response.body === null) throw offlineError();
  for await (const line of lines(response.body)) {
    const told = JSON.parse(line) as Event | { failure: ErrorRecord };
    if ("failure" in told) throw new ServiceError(told.failure);
    yield told;
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const parts = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts.filter((part) => part !== "");
  }
  if (rest !== "") yield rest;
}
