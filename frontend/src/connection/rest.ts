/** REST under `/api`, typed by the exported OpenAPI: the cookie goes along, a refusal becomes a `ServiceError`. */

import { offlineError, ServiceError } from "@/connection/errors";
import type { paths } from "@/contract";

type Method = "get" | "post" | "delete";
type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: object } ? P : never;
}[keyof paths];

type Answer<P extends keyof paths, M extends Method> = paths[P][M] extends { responses: infer R }
  ? R extends Record<200, { content: { "application/json": infer T } }>
    ? T
    : R extends Record<201, { content: { "application/json": infer T } }>
      ? T
      : R extends Record<202, { content: { "application/json": infer T } }>
        ? T
        : null
  : never;

type Body<P extends keyof paths> = paths[P]["post"] extends {
  requestBody: { content: { "application/json": infer T } };
}
  ? T
  : undefined;

type Names<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<P extends string> = Record<Names<P>, string>;
type ParamsOf<P extends string> = [Names<P>] extends [never] ? [params?: undefined] : [params: Params<P>];

export const rest = {
  get: <P extends PathWith<"get">>(path: P, ...[params]: ParamsOf<P>): Promise<Answer<P, "get">> =>
    request("GET", filled(path, params)),
  post: <P extends PathWith<"post">>(
    path: P,
    body: Body<P>,
    ...[params]: ParamsOf<P>
  ): Promise<Answer<P, "post">> => request("POST", filled(path, params), body),
  delete: <P extends PathWith<"delete">>(path: P, ...[params]: ParamsOf<P>): Promise<Answer<P, "delete">> =>
    request("DELETE", filled(path, params)),
};

const expired = new Set<() => void>();

/** Tells when the service does not know the person any more; returns a function that ends it. */
export function onSignedOut(listener: () => void): () => void {
  expired.add(listener);
  return () => expired.delete(listener);
}

function filled(path: string, params: Record<string, string> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ""));
}

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const init: RequestInit = { method, credentials: "same-origin", headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await fetch(path, init).catch(() => {
    throw offlineError();
  });
  const text = await response.text();
  if (response.ok) return (text ? JSON.parse(text) : null) as T;
  const error = errorFrom(text, response.status);
  if (error.error_code === "E_UNAUTHENTICATED") for (const listener of expired) listener();
  throw error;
}

function errorFrom(text: string, status: number): ServiceError {
  try {
    const record = JSON.parse(text) as Partial<Record<"error_code" | "message" | "next_step", string>>;
    if (record.error_code && record.message) {
      const { error_code, message, next_step = "" } = record;
      return new ServiceError({ error_code, message, next_step });
    }
  } catch {
    // A proxy in between answers in HTML; what follows says all that is known.
  }
  if (status >= 500) return offlineError();
  return new ServiceError({
    error_code: "E_UNEXPECTED_ANSWER",
    message: `The service answered ${status} without a reason.`,
    next_step: "Reload the page; if it happens again, look at the service's log.",
  });
}
