/** The service's REST, as a table of answers in the place of `fetch`. */

import { afterEach, vi } from "vitest";

export interface Sent {
  /** `METHOD path`. */
  route: string;
  body: unknown;
}

export interface Answer {
  status?: number;
  body?: unknown;
}

const NOT_FOUND = {
  error_code: "E_NOT_FOUND",
  message: "There is no such thing.",
  next_step: "Look at the list.",
};

/**
 * Answers each `METHOD path` of the table; what is not in it is 404, and an answer that throws was not reached. The
 * result lists what was sent.
 */
export function serve(answers: Record<string, () => Answer>): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", (path: string, { method = "GET", body }: RequestInit = {}) => {
    const route = `${method} ${path}`;
    sent.push({ route, body: typeof body === "string" ? JSON.parse(body) : undefined });
    const answer = answers[route] ?? (() => ({ status: 404, body: NOT_FOUND }));
    return Promise.resolve().then(() => responseOf(answer()));
  });
  return sent;
}

export function refusal(error_code: string): Record<string, string> {
  return { error_code, message: `It was refused with ${error_code}.`, next_step: "Do something else." };
}

/** An answer that never comes. */
export function unreachable(): never {
  throw new TypeError("Failed to fetch");
}

function responseOf({ status = 200, body }: Answer): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(status === 204 ? null : text, { status });
}

afterEach(() => {
  vi.unstubAllGlobals();
});
