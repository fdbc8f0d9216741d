/** One event as one line of the log. */

import type { Event, JsonObject, JsonValue } from "@/contract";
import { plural } from "@/lib/time";

export type LogLevel = "info" | "error";

export interface LogLine {
  readonly key: string;
  readonly time: string;
  readonly level: LogLevel;
  readonly text: string;
}

type Sentence = (payload: JsonObject) => string;

/** What is missing tells nothing beyond its name. */
const SENTENCES: Readonly<Partial<Record<Event["type"], Sentence>>> = {
  node_queued: () => "Waits for its turn: only so many plans are drafted a minute",
  node_started: ({ visit }) => (visit === 1 ? "Started" : `Started for the ${ordinal(Number(visit))} time`),
  node_completed: ({ outcome }) => `Ended with “${word(outcome)}”`,
  node_exhausted: () => "Was visited as often as the graph allows",
  tool_called: ({ tool, capability, error_code }) =>
    `${text(tool)} ${text(capability)}${error_code ? ` failed with ${text(error_code)}` : ""}`,
  intake_requested: ({ missing }) => `Asked for ${list(missing)}`,
  brief_created: ({ brief }) => text(inside(brief, "summary")),
  preflight_completed: ({ checks }) => checkSentence(checks),
  plan_drafted: ({ plan }) => text(inside(plan, "intent")),
  verdict_given: ({ verdict }) =>
    `${text(inside(verdict, "rules_checked"))} rules checked: ${word(inside(verdict, "decision"))}`,
  change_set_created: ({ change_set }) => `Previewed ${plural(length(inside(change_set, "changes")), "step")}`,
  approval_requested: ({ plan_digest }) => `Asked for an answer over the plan ${text(plan_digest)}`,
  approval_decided: ({ answer }) => `The answer was “${word(answer)}”`,
  step_started: ({ title }) => text(title),
  step_applied: ({ step_id, is_changed }) =>
    `${word(step_id)}: ${is_changed ? "applied" : "nothing to change"}`,
  step_failed: ({ step_id, failure }) => `${word(step_id)} failed: ${text(inside(failure, "message"))}`,
  step_undone: ({ resource }) => `Took back ${text(resource)}`,
  undo_completed: ({ undo }) =>
    `${length(inside(undo, "undone"))} taken back, ${length(inside(undo, "left"))} left`,
  account_digested: accountSentence,
  health_checked: ({ url, reason, attempts }) =>
    `GET ${text(url)} ${text(reason)} (${plural(Number(attempts), "attempt")})`,
  escalation_opened: ({ escalation_id }) => `Recorded the case ${text(escalation_id)}`,
  deployment_failed: ({ failure }) => text(inside(failure, "message")) || "Ended without a deployment",
  operation_answered: ({ answers }) => `Read ${plural(length(answers), "answer")} from AWS`,
  operation_failed: ({ failure }) => text(inside(failure, "message")) || "Ended without a result",
  operation_succeeded: () => "Done as it was asked",
  deployment_succeeded: () => "Everything is as planned",
  guardrail_tripped: ({ guardrail, reasoning, reason_code }) =>
    `Held back by ${word(guardrail)}: ${text(reasoning)} (${text(reason_code)})`,
  run_paused: ({ message }) => `Paused: ${text(message)} It goes on by itself`,
  run_resumed: () => "Goes on after the pause",
  graph_completed: () => "The run is over",
  graph_failed: ({ message }) => text(message),
};

export function logLine(event: Event): LogLine {
  const sentence = SENTENCES[event.type]?.(event.payload);
  return {
    key: event.event_id,
    time: event.occurred_at,
    level: isError(event) ? "error" : "info",
    text: sentence === undefined || sentence === "" ? word(event.type) : sentence,
  };
}

function isError({ type, error_code, payload }: Event): boolean {
  const is_unhealthy = type === "health_checked" && payload.is_healthy === false;
  const has_failed = type === "step_failed" || type === "guardrail_tripped";
  return is_unhealthy || has_failed || Boolean(error_code ?? payload.error_code);
}

function inside(value: JsonValue | undefined, name: string): JsonValue | undefined {
  const is_object = typeof value === "object" && value !== null && !Array.isArray(value);
  return is_object ? value[name] : undefined;
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function word(value: JsonValue | undefined): string {
  return text(value).replaceAll("_", " ");
}

function length(value: JsonValue | undefined): number {
  return Array.isArray(value) ? value.length : 0;
}

function list(value: JsonValue | undefined): string {
  return Array.isArray(value) ? value.map(word).join(", ") : "";
}

function accountSentence({ moment, resource_count, reason }: JsonObject): string {
  if (reason) return `Could not look at the account ${text(moment)} the plan: ${text(reason)}`;
  return `Looked at the account ${text(moment)} the plan: ${plural(Number(resource_count), "resource")}`;
}

function checkSentence(checks: JsonValue | undefined): string {
  const items = Array.isArray(checks) ? checks : [];
  return items.map((check) => `${word(inside(check, "name"))}: ${word(inside(check, "status"))}`).join(" · ");
}

function ordinal(count: number): string {
  return ["first", "second", "third", "fourth", "fifth"][count - 1] ?? `${count}th`;
}
