/** The run as an ordered list of node visits with their steps and log rows; pure. */

import type { Event } from "@/contract";
import { textOf } from "@/lib/json";
import type { NodeVisit, RunState, StepStatus } from "@/run/types";

import { visitState } from "./nodeWords";

/** A step that only reads is never applied: it was read. */
export type ShownStatus = StepStatus | "read";

export interface TimelineStep {
  readonly step_id: string;
  readonly title: string;
  readonly state: ShownStatus;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

export interface TimelineVisit {
  readonly key: string;
  readonly visit: NodeVisit;
  readonly steps: readonly TimelineStep[];
  readonly log: readonly Event[];
  readonly is_failing: boolean;
}

/** The visits in their order, each with the events between its start and the next one's. */
export function timelineOf(run: RunState): readonly TimelineVisit[] {
  const logs = logsByVisit(run.events);
  const failing = failingVisit(run);
  return run.nodes.map((visit) => {
    const log = logs.get(visitKey(visit)) ?? [];
    return {
      key: visitKey(visit),
      visit,
      steps: stepsOf(run, visit, log),
      log,
      is_failing: visit === failing,
    };
  });
}

/** The visit that the failure names, else the last one that failed. */
export function failingVisit(run: RunState): NodeVisit | null {
  if (run.failure === null) return null;
  const named = run.nodes.filter(({ node }) => node === run.failure?.node);
  const failed = run.nodes.filter((visit) => visitState(visit) === "failed");
  return named.at(-1) ?? failed.at(-1) ?? null;
}

/** `execution.1`: a visit's place in the run and in the page's state. */
export function visitKey({ node, visit }: Pick<NodeVisit, "node" | "visit">): string {
  return `${node}.${visit}`;
}

function logsByVisit(events: readonly Event[]): ReadonlyMap<string, readonly Event[]> {
  const logs = new Map<string, Event[]>();
  let current: Event[] | undefined;
  for (const event of events) {
    if (event.type === "node_queued" || event.type === "node_started") {
      const key = visitKey({ node: textOf(event.payload.node) ?? "", visit: Number(event.payload.visit) });
      current = logs.get(key) ?? [];
      logs.set(key, current);
    }
    current?.push(event);
  }
  return logs;
}

const STEP_STATES: Readonly<Record<string, StepStatus>> = {
  step_started: "running",
  step_failed: "failed",
  step_undone: "undone",
};

function stepsOf(run: RunState, visit: NodeVisit, log: readonly Event[]): readonly TimelineStep[] {
  const steps = new Map<string, TimelineStep>(plannedSteps(run, visit).map((step) => [step.step_id, step]));
  for (const event of log.filter(({ type }) => type.startsWith("step_"))) {
    const step_id = textOf(event.payload.step_id) ?? "";
    steps.set(step_id, followed(steps.get(step_id), event, titleOf(run, event)));
  }
  return [...steps.values()].map((step) => asRead(run, step));
}

function asRead(run: RunState, shown: TimelineStep): TimelineStep {
  const isRead = run.steps.some(({ step }) => step.step_id === shown.step_id && step.effect === "read");
  return isRead && shown.state === "unchanged" ? { ...shown, state: "read" } : shown;
}

const APPLYING_NODES = new Set(["execution", "reading"]);

/** While the newest plan is applied, its steps that are still to come are shown too. */
function plannedSteps(run: RunState, visit: NodeVisit): readonly TimelineStep[] {
  if (!APPLYING_NODES.has(visit.node) || visit.state !== "running") return [];
  return run.steps.map(({ step: { step_id, title } }) => ({
    step_id,
    title,
    state: "planned",
    started_at: null,
    ended_at: null,
  }));
}

function followed(known: TimelineStep | undefined, event: Event, title: string): TimelineStep {
  const is_start = event.type === "step_started";
  return {
    step_id: textOf(event.payload.step_id) ?? "",
    title: known?.title ?? title,
    state: STEP_STATES[event.type] ?? (event.payload.is_changed === false ? "unchanged" : "applied"),
    started_at: is_start ? event.occurred_at : (known?.started_at ?? null),
    ended_at: is_start ? null : event.occurred_at,
  };
}

function titleOf(run: RunState, { payload }: Event): string {
  const known = run.steps.find(({ step }) => step.step_id === payload.step_id)?.step.title;
  return textOf(payload.title) ?? known ?? textOf(payload.resource) ?? "";
}
