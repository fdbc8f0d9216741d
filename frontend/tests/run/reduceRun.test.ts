import { describe, expect, it } from "vitest";

import { paused, queued, replayed, runOf, runUntil } from "@/fixtures/runs";
import { hasChanged } from "@/run";
import { reduceRun } from "@/run/reduceRun";
import type { RunState } from "@/run/types";

import { vectorOf } from "../doubles/vectors";

function after(run: RunState, type: "run_resumed" | "node_started", payload = {}): RunState {
  const [newest] = run.events.slice(-1);
  if (newest === undefined) throw new Error("A run has at least one event.");
  return reduceRun(run, { ...newest, type, event_id: `${newest.event_id}.${type}`, payload });
}

describe("a node that waits for its turn", () => {
  const waiting = queued(runUntil("operation", "node_completed", 2), "plan_drafting");

  it("is the newest visit, and is not where the run is", () => {
    expect(waiting.nodes.at(-1)).toMatchObject({ node: "plan_drafting", visit: 1, state: "queued" });
    expect(waiting.node).toBe("account");
  });

  it("is one visit with its own start once it begins", () => {
    const begun = after(waiting, "node_started", { node: "plan_drafting", visit: 1 });
    expect(begun.nodes.filter(({ node }) => node === "plan_drafting").map(({ state }) => state)).toEqual(["running"]);
    expect(begun.nodes).toHaveLength(waiting.nodes.length);
  });

  it("leaves no trace in a run that has ended", () => {
    const run = replayed(vectorOf("operation_answers").events);
    expect(run.events.some(({ type }) => type === "node_queued")).toBe(true);
    expect(run.nodes.map(({ state }) => state)).toEqual(run.nodes.map(() => "done"));
    expect(new Set(run.nodes.map(({ node, visit }) => `${node}.${visit}`)).size).toBe(run.nodes.length);
  });
});

describe("a paused run", () => {
  const halted = paused(runUntil("hello", "step_started", 7));

  it("knows why and since when", () => {
    expect(halted.pause).toMatchObject({ error_code: "E_STORE_UNAVAILABLE" });
    expect(halted.pause?.paused_at).toBe(halted.events.at(-1)?.occurred_at);
  });

  it.each(["run_resumed", "node_started"] as const)("goes on with %s", (type) => {
    expect(after(halted, type, { node: "validation", visit: 1 }).pause).toBeNull();
  });

  it("is not paused any more when it has ended", () => {
    const rest = runOf("hello").events.slice(halted.events.length - 1);
    expect(rest.reduce(reduceRun, halted).pause).toBeNull();
  });
});

describe("the name of a run", () => {
  it("is the application's, whoever spoke first or last", () => {
    const [first, ...rest] = runOf("hello").events;
    if (first === undefined) throw new Error("The fixture is empty.");
    const said = { ...first, type: "turn_added" as const, application_id: "*", payload: {} };
    expect(replayed([said, first, ...rest]).application_id).toBe("hello-fastapi");
    expect(replayed([first, ...rest, said]).application_id).toBe("hello-fastapi");
  });
});

describe("a run that only reads", () => {
  it("has changed nothing, even where a read failed", () => {
    const run = runOf("operation");
    const reads = run.steps.filter(({ step }) => step.effect === "read");
    expect(reads).toHaveLength(1);
    expect(hasChanged(run)).toBe(true);
    expect(hasChanged({ ...run, steps: reads.map((each) => ({ ...each, state: "failed" })) })).toBe(false);
  });
});
