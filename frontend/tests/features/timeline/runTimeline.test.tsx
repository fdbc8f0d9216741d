import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { RunTimeline } from "@/features/timeline";
import { logLine } from "@/features/timeline/logSentences";
import { timelineOf } from "@/features/timeline/timelineModel";
import { eventsOf, paused, queued, runOf, runUntil } from "@/fixtures/runs";

import { violationsIn } from "../../doubles/axe";
import { renderAlone } from "../../doubles/surroundings";

function nodeRow(node: string, visit = 1): HTMLElement {
  const rows = document.querySelectorAll<HTMLElement>(`[data-node=${node}]`);
  const row = rows[visit - 1];
  if (row === undefined) throw new Error(`There is no visit ${visit} of ${node}.`);
  return row;
}

describe("the model of a run", () => {
  it("gives each visit its own log, and every event one place", () => {
    const run = runOf("broken");
    const visits = timelineOf(run);
    expect(visits.map(({ key }) => key).slice(-4)).toEqual([
      "rollback.1",
      "plan_drafting.2",
      "escalation.1",
      "closure.1",
    ]);
    expect(visits.flatMap(({ log }) => log)).toEqual(run.events.slice(1));
  });

  it("follows each step from its start to its end by the server's times", () => {
    const visits = timelineOf(runOf("hello"));
    const steps = visits.find(({ visit }) => visit.node === "execution")?.steps ?? [];
    expect(steps).toHaveLength(12);
    for (const { state, started_at, ended_at } of steps) {
      expect(state).toBe("applied");
      expect(Date.parse(ended_at ?? "")).toBeGreaterThan(Date.parse(started_at ?? ""));
    }
  });

  it.each(["broken", "operation"] as const)("has a sentence for every event, without a payload in it: %s", (name) => {
    for (const event of eventsOf(name)) {
      const { text } = logLine(event);
      expect(text).not.toBe("");
      expect(text).not.toMatch(/undefined|NaN|\[object|\b1 \w+s\b/);
    }
  });

  it("keeps what a visit says while it waits in its own log", () => {
    const waiting = timelineOf(queued(runUntil("operation", "node_completed", 2), "plan_drafting")).at(-1);
    expect(waiting?.log.map(logLine).map(({ text }) => text)).toEqual([
      "Waits for its turn: only so many plans are drafted a minute",
    ]);
  });
});

describe("a run that is applied", () => {
  it("shows what is done, what is being done, and what is to come", () => {
    renderAlone(<RunTimeline run={runUntil("hello", "step_started", 7)} />);
    const steps = within(nodeRow("execution")).getByRole("list", { name: "Steps" });
    const words = within(steps)
      .getAllByRole("listitem")
      .map((item) => /applied|running|planned/.exec(item.textContent)?.[0]);
    expect(words).toEqual([
      ...Array<string>(6).fill("applied"),
      "running",
      ...Array<string>(5).fill("planned"),
    ]);
    expect(nodeRow("execution").getAttribute("aria-current")).toBe("step");
  });

  it("says whom it waits for", () => {
    renderAlone(<RunTimeline run={runUntil("hello", "approval_requested")} />);
    expect(within(nodeRow("approval")).getByText("waiting for you")).toBeDefined();
  });

  it("tells screen readers one sentence for each node", () => {
    const { rerender } = renderAlone(<RunTimeline run={runUntil("hello", "step_started", 1)} />);
    expect(screen.getByRole("status").textContent).toBe("Apply the plan");
    rerender(<RunTimeline run={runOf("hello")} />);
    expect(screen.getByRole("status").textContent).toBe("The run has ended: succeeded.");
  });
});

describe("a run that waits for something else than a person", () => {
  it("says that a node waits for its turn", () => {
    renderAlone(<RunTimeline run={queued(runUntil("operation", "node_completed", 2), "plan_drafting")} />);
    expect(within(nodeRow("plan_drafting")).getByText("waits for its turn")).toBeDefined();
    expect(screen.getByRole("status").textContent).toBe("Draft the plan: waits for its turn.");
  });

  it("says why it is paused, and that it goes on by itself", async () => {
    const { container } = renderAlone(<RunTimeline run={paused(runUntil("hello", "step_started", 7))} />);
    expect(screen.getByText("Paused: The store cannot be used: the disk is full.")).toBeDefined();
    expect(screen.getByText(/goes on by itself as soon as it can/)).toBeDefined();
    expect(screen.getByText("paused")).toBeDefined();
    expect(await violationsIn(container)).toEqual([]);
  });
});

describe("an operation", () => {
  it("is called one, and says of a read that it was read", () => {
    renderAlone(<RunTimeline run={runOf("operation")} />);
    expect(screen.getByRole("heading", { name: "Run of an operation" })).toBeDefined();
    expect(screen.getByText("2 applied, 1 read")).toBeDefined();
  });
});

describe("a run that failed", () => {
  it("selects the failing node, opens its log at the error, and says what was undone and what to do", () => {
    renderAlone(<RunTimeline run={runOf("broken")} />);
    const row = nodeRow("validation");
    expect(row.getAttribute("aria-current")).toBe("step");
    const why = within(row).getByRole("group", { name: "Why it failed" });
    expect(why.textContent).toContain("GET /api/health gave 503");
    expect(why.textContent).toContain("All 12 changes taken back");
    expect(why.textContent).toContain("Look at the application's log");
    const error = within(row).getByText(/answered 503/);
    expect(error.closest("details")?.open).toBe(true);
    expect(error.closest("[data-level]")?.getAttribute("data-level")).toBe("error");
  });

  it("shows that it went back to planning", () => {
    renderAlone(<RunTimeline run={runOf("broken")} />);
    expect(within(nodeRow("plan_drafting", 2)).getByText("visit 2")).toBeDefined();
  });

  it("opens and closes logs", async () => {
    renderAlone(<RunTimeline run={runOf("broken")} />);
    const details = nodeRow("dry_run").querySelector("details");
    expect(details?.open).toBe(false);
    await userEvent.click(screen.getByText("Preview in the account"));
    expect(details?.open).toBe(true);
  });

  it("has no accessibility violations", async () => {
    const { container } = renderAlone(<RunTimeline run={runOf("broken")} />);
    expect(await violationsIn(container)).toEqual([]);
  });
});
