/** A run's state from its events: pure, and the same as the server's own fold (`backend/runs/replay.py`). */

import type { Event, EventPayloads, KnownEvent, Plan } from "@/contract";
import { textOf } from "@/lib/json";
import { knownEvent } from "@/run/knownEvent";
import type { ApprovalState, NodeVisit, RunState, StepState } from "@/run/types";

/** What events say that belong to no application, such as what a person wrote. */
const UNNAMED = "*";

/** The run as its first event leaves it. */
export function startRun(event: Event, graph_run_id: string): RunState {
  return {
    graph_run_id,
    graph_id: null,
    session_id: event.session_id,
    environment_id: event.environment_id,
    application_id: event.application_id,
    started_at: event.occurred_at,
    ended_at: null,
    completion_state: null,
    node: null,
    nodes: [],
    deployment_id: null,
    brief: null,
    preflight: null,
    plan: null,
    plan_digest: null,
    verdict: null,
    change_set: null,
    change_set_digest: null,
    question: null,
    approvals: [],
    intakes: [],
    steps: [],
    outputs: null,
    url: null,
    health: null,
    failure: null,
    answers: [],
    undo: { undone: [], left: [] },
    account: { before: null, after: null },
    is_escalated: false,
    pause: null,
    events: [],
  };
}

/** The state after the event; what an unknown type says is kept in the log only. */
export function reduceRun(run: RunState, event: Event): RunState {
  const { application_id } = event.application_id === UNNAMED ? run : event;
  const logged = { ...run, application_id, events: [...run.events, event] };
  if (event.type === "node_queued") return { ...logged, nodes: [...run.nodes, queuedBy(event)] };
  return { ...logged, ...changesBy(run, knownEvent(event)) };
}

function changesBy(run: RunState, event: KnownEvent): Partial<RunState> {
  switch (event.type) {
    case "graph_started":
      return { graph_id: event.payload.graph_id };
    case "node_started":
      return { node: event.payload.node, nodes: started(run.nodes, visitOf(event, event.payload, "running")), pause: null };
    case "node_completed":
      return { nodes: run.nodes.map((node) => leftBy(node, event.payload, event.occurred_at)) };
    case "intake_requested":
      return { intakes: [...run.intakes, intakeOf(event)] };
    case "intake_completed":
      return answered(run, event.payload);
    case "brief_created":
      return { brief: event.payload.brief };
    case "preflight_completed":
      return { preflight: event.payload };
    case "plan_drafted":
      return drafted(run, event.payload.plan, event.occurred_at);
    case "verdict_given":
      return { verdict: event.payload.verdict };
    case "change_set_created":
      return { change_set: event.payload.change_set };
    case "approval_requested":
      return asked(run, event.payload, event.occurred_at);
    case "approval_decided":
      return decided(run, event.payload.approval_id, event.payload.answer, event.occurred_at);
    default:
      return progressBy(run, event);
  }
}

/** What happens behind the approval. */
function progressBy(run: RunState, event: KnownEvent): Partial<RunState> {
  const { occurred_at } = event;
  switch (event.type) {
    case "step_started":
      return step(run, event.payload.step_id, { state: "running", started_at: occurred_at });
    case "step_applied": {
      const { step_id, is_changed, outputs } = event.payload;
      return step(run, step_id, { state: is_changed ? "applied" : "unchanged", outputs, ended_at: occurred_at });
    }
    case "step_failed": {
      const { step_id, failure } = event.payload;
      return step(run, step_id, { state: "failed", failure, ended_at: occurred_at });
    }
    case "step_undone":
      return step(run, event.payload.step_id, { state: "undone", ended_at: occurred_at });
    case "account_digested":
      return { account: lookedAt(run, event.payload) };
    case "undo_completed":
      return { undo: event.payload.undo };
    case "health_checked":
      return { health: healthIn(event.payload) };
    case "deployment_succeeded":
    case "deployment_failed": {
      const { outputs, failure } = event.payload;
      return { outputs, url: urlIn(outputs), failure };
    }
    case "operation_answered":
      return { answers: event.payload.answers };
    case "operation_succeeded":
    case "operation_failed":
      return { failure: event.payload.failure };
    case "escalation_opened":
      return { is_escalated: true };
    case "run_paused":
      return { pause: pauseOf(event.payload, occurred_at) };
    case "run_resumed":
      return { pause: null };
    case "graph_completed":
      return ended(run, event.payload.completion_state, occurred_at);
    case "graph_failed": {
      const { error_code, message, next_step } = event.payload;
      return { ...ended(run, "escalated", occurred_at), failure: { error_code, message, next_step } };
    }
    default:
      return {};
  }
}

type EventOf<T extends KnownEvent["type"]> = Extract<KnownEvent, { type: T }>;

function visitOf(
  { agent, phase, occurred_at }: Pick<Event, "agent" | "phase" | "occurred_at">,
  { node, visit }: EventPayloads["node_started"],
  state: NodeVisit["state"],
): NodeVisit {
  return { node, visit, agent, phase, state, outcome: null, started_at: occurred_at, ended_at: null };
}

/** A visit that waits for its turn before it starts. */
function queuedBy(event: Event): NodeVisit {
  const { node, visit } = event.payload;
  return visitOf(event, { node: textOf(node) ?? "", visit: Number(visit) }, "queued");
}

/** A visit takes the place of its own waiting, so that its time is that of its work. */
function started(nodes: readonly NodeVisit[], visit: NodeVisit): NodeVisit[] {
  const before = nodes.filter(
    ({ node, visit: number, state }) => state !== "queued" || node !== visit.node || number !== visit.visit,
  );
  return [...before, visit];
}

function pauseOf({ error_code, message, next_step }: EventPayloads["run_paused"], paused_at: string): RunState["pause"] {
  return { error_code, message, next_step, paused_at };
}

function leftBy(visit: NodeVisit, payload: EventPayloads["node_completed"], ended_at: string): NodeVisit {
  const isIt = visit.node === payload.node && visit.visit === payload.visit && visit.state === "running";
  return isIt ? { ...visit, state: "done", outcome: payload.outcome, ended_at } : visit;
}

function intakeOf(event: EventOf<"intake_requested">): RunState["intakes"][number] {
  const { form, missing, request, graph_run_id } = event.payload;
  const { event_id, occurred_at: asked_at } = event;
  return { graph_run_id, event_id, form, missing, request, state: "open", asked_at };
}

function answered(run: RunState, payload: EventPayloads["intake_completed"]): Partial<RunState> {
  const { request } = payload;
  return {
    intakes: run.intakes.map((each) => (each.state === "open" ? { ...each, state: "answered", request } : each)),
  };
}

function drafted(run: RunState, plan: Plan, occurred_at: string): Partial<RunState> {
  return {
    plan,
    deployment_id: plan.target === "operation" ? null : plan.deployment_id,
    verdict: null,
    change_set: null,
    ...closedQuestions(run, "stale", occurred_at),
    steps: plan.steps.map((each) => ({
      step: each,
      state: "planned",
      started_at: null,
      ended_at: null,
      outputs: null,
      failure: null,
    })),
  };
}

function asked(run: RunState, question: EventPayloads["approval_requested"], asked_at: string): Partial<RunState> {
  const { plan_digest, change_set_digest } = question;
  const before = closedQuestions(run, "stale", asked_at).approvals;
  const approvals: RunState["approvals"] = [...before, { question, state: "open", asked_at, decided_at: null }];
  return { question, plan_digest, change_set_digest, approvals };
}

function decided(run: RunState, approval_id: string, state: ApprovalState, decided_at: string): Partial<RunState> {
  return {
    question: null,
    approvals: run.approvals.map((each) =>
      each.question.approval_id === approval_id ? { ...each, state, decided_at } : each,
    ),
  };
}

function ended(run: RunState, completion_state: string, ended_at: string): Partial<RunState> {
  return {
    completion_state: completion_state as RunState["completion_state"],
    ended_at,
    pause: null,
    ...closedQuestions(run, "stale", ended_at),
    intakes: run.intakes.map((each) => (each.state === "open" ? { ...each, state: "closed" } : each)),
    nodes: run.nodes.map((each) => (each.state === "done" ? each : { ...each, state: "done", ended_at })),
  };
}

function closedQuestions(run: RunState, state: ApprovalState, decided_at: string) {
  const approvals = run.approvals.map((each) => (each.state === "open" ? { ...each, state, decided_at } : each));
  return { question: null, approvals };
}

function step(run: RunState, step_id: string, changes: Partial<StepState>): Partial<RunState> {
  return { steps: run.steps.map((each) => (each.step.step_id === step_id ? { ...each, ...changes } : each)) };
}

/** The answer alone; the envelope's payload also names the node. */
function healthIn({ url, status, is_healthy, body_excerpt, attempts, reason }: EventPayloads["health_checked"]) {
  return { url, status, is_healthy, body_excerpt, attempts, reason };
}

/** A look before a plan begins the comparison anew. */
function lookedAt(run: RunState, payload: EventPayloads["account_digested"]): RunState["account"] {
  const { moment, digest, resource_count, is_complete, resources, absent, reason } = payload;
  const look = { moment, digest, resource_count, is_complete, resources, absent, reason };
  return moment === "before" ? { before: look, after: null } : { ...run.account, after: look };
}

function urlIn(outputs: RunState["outputs"]): string | null {
  const url = outputs?.url;
  return typeof url === "string" ? url : null;
}
