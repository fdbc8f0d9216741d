/** The recorded runs that the service folds too (`tests/backend/runs/test_vectors.py`): both come to the same state. */

import { describe, expect, it } from "vitest";

import { emptySession, reduceSession } from "@/run/reduceSession";
import type { RunState } from "@/run/types";

import { VECTOR_NAMES as names, eventDigest, vectorOf, type Vector } from "../doubles/vectors";

function folded(vector: Vector): RunState {
  const session = reduceSession(emptySession("ses_1"), vector.events);
  const [run] = Object.values(session.runs);
  if (!run) throw new Error("the vector has no run");
  return run;
}

/** The page's state in the words of the service's own. */
function asTheServiceSaysIt(run: RunState): Record<string, unknown> {
  const { node, completion_state, deployment_id, plan_digest, change_set_digest } = run;
  const known = run.steps.filter(({ state }) => state !== "planned" && state !== "running");
  return {
    account: run.account,
    node,
    completion_state,
    deployment_id,
    plan_digest,
    change_set_digest,
    question: run.question,
    url: run.url,
    health: run.health,
    failure: run.failure,
    answers: run.answers,
    step_states: Object.fromEntries(known.map(({ step, state }) => [step.step_id, state])),
    undo: run.undo,
  };
}

describe("a recorded run", () => {
  it("is there", () => expect(names.length).toBeGreaterThanOrEqual(4));

  it.each(names)("is folded as the service folds it: %s", (name) => {
    const vector = vectorOf(name);
    expect(asTheServiceSaysIt(folded(vector))).toEqual(vector.expected);
  });

  it.each(names)("has the digest that the service prints: %s", (name) => {
    const { events, event_digest } = vectorOf(name);
    expect(eventDigest(events)).toBe(event_digest);
  });

  it.each(names)("comes to the same state, in however many pieces it arrives: %s", (name) => {
    const { events } = vectorOf(name);
    const whole = reduceSession(emptySession("ses_1"), events);
    const piecewise = events.reduce((state, event) => reduceSession(state, [event]), emptySession("ses_1"));
    expect(piecewise).toEqual(whole);
  });

  it("keeps times, so that a reload shows the same durations", () => {
    const run = folded(vectorOf("deployment_succeeds"));
    expect(run.ended_at).not.toBeNull();
    expect(run.nodes.every(({ started_at, ended_at }) => ended_at !== null && started_at <= ended_at)).toBe(true);
    expect(run.steps.every(({ started_at, ended_at }) => started_at !== null && ended_at !== null)).toBe(true);
  });

  it("puts the timeline behind the plan once it is applied", () => {
    const kinds = (name: string) =>
      reduceSession(emptySession("ses_1"), vectorOf(name).events).items.map(({ kind }) => kind);
    expect(kinds("waits_for_approval")).toEqual(["timeline", "plan"]);
    expect(kinds("deployment_succeeds")).toEqual(["plan", "timeline", "result"]);
  });
});
