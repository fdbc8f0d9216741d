import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { ResultCard } from "@/features/timeline";
import { runOf, runUntil } from "@/fixtures/runs";
import type { RunState } from "@/run/types";

import { violationsIn } from "../../doubles/axe";
import { renderAlone } from "../../doubles/surroundings";

const ignore = () => undefined;

describe("a deployment", () => {
  it("leads to its URL, says that it is healthy, and can be rolled back", async () => {
    const onRollback = vi.fn();
    const run = runOf("hello");
    const { container } = renderAlone(<ResultCard run={run} onRollback={onRollback} />);
    expect(screen.getByRole("link", { name: "Open" }).getAttribute("href")).toBe(run.url);
    expect(screen.getByRole("link", { name: "Open" }).getAttribute("rel")).toContain("noreferrer");
    expect(screen.getByText("Healthy")).toBeDefined();
    expect(screen.getByText("12 changes made")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Roll back…" }));
    expect(onRollback).toHaveBeenCalledOnce();
    expect(await violationsIn(container)).toEqual([]);
  });
});

describe("a failure", () => {
  it("shows the evidence, the proof that all was undone, and one next step", async () => {
    const { container } = renderAlone(<ResultCard run={runOf("broken")} onRollback={ignore} />);
    expect(screen.getByText("It failed; the account is as it was before")).toBeDefined();
    expect(screen.getByText("answered 503, expected 200, 5 attempts")).toBeDefined();
    expect(screen.getByText("12 changes taken back")).toBeDefined();
    expect(screen.getAllByText(/event \d+$/)).toHaveLength(12);
    expect(screen.getByText(/Look at the application's log/)).toBeDefined();
    expect(await violationsIn(container)).toEqual([]);
  });

  it("names what could not be taken back", () => {
    const error = { error_code: "E_AWS", message: "The bucket is not empty.", next_step: "Empty it." };
    const left = [{ step_id: "create_bucket", resource: "s3:bucket/left", error }];
    const run: RunState = { ...runOf("broken"), completion_state: "escalated", undo: { undone: [], left } };
    renderAlone(<ResultCard run={run} onRollback={ignore} />);
    expect(screen.getByText("It failed, and something is left")).toBeDefined();
    expect(screen.getByText("s3:bucket/left")).toBeDefined();
    expect(screen.getByText("The bucket is not empty.")).toBeDefined();
  });
});

describe("other endings", () => {
  it("shows nothing while the run lives", () => {
    const { container } = renderAlone(
      <ResultCard run={runUntil("hello", "step_applied")} onRollback={ignore} />,
    );
    expect(container.textContent).toBe("");
  });

  it("says that a rejected plan changed nothing", () => {
    renderAlone(<ResultCard run={runOf("intake")} onRollback={ignore} />);
    expect(screen.getByText("The plan was rejected")).toBeDefined();
    expect(screen.getByText("Nothing in the account was changed. Start again when you want to.")).toBeDefined();
  });

  it("tells what a rollback took back", () => {
    renderAlone(<ResultCard run={runOf("rollback")} onRollback={ignore} />);
    expect(screen.getByText("12 changes taken back")).toBeDefined();
  });
});
