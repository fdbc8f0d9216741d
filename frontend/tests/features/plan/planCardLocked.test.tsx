import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { PlanCard } from "@/features/plan";
import { runOf, runUntil, withNewerPlan, type FixtureName } from "@/fixtures/runs";
import type { ApprovalDecision, RunState } from "@/run/types";

import { renderAlone } from "../../doubles/surroundings";

const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

function expiring(run: RunState, expires_at: string): RunState {
  const approvals = run.approvals.map((each) => ({ ...each, question: { ...each.question, expires_at } }));
  return { ...run, approvals };
}

function asked(name: FixtureName): RunState {
  return expiring(runUntil(name, "approval_requested"), TOMORROW);
}

function decider() {
  return vi.fn<(decision: ApprovalDecision) => Promise<void>>(() => Promise.resolve());
}

describe("a plan that was overtaken", () => {
  it("is locked, tells the difference, and moves on only when asked", async () => {
    const run = asked("hello");
    const onDecide = decider();
    const { rerender } = renderAlone(<PlanCard run={run} onDecide={onDecide} />);
    await userEvent.click(screen.getByRole("checkbox"));
    rerender(<PlanCard run={expiring(withNewerPlan(run), TOMORROW)} onDecide={onDecide} />);

    expect(screen.queryByRole("button", { name: /resources/ })).toBeNull();
    const difference = screen.getByRole("list", { name: "What the new plan does differently" });
    expect(within(difference).getByText(/Create the function/)).toBeDefined();

    await userEvent.click(screen.getByRole("button", { name: "Review the new plan" }));
    expect(screen.getByRole("checkbox").getAttribute("aria-checked")).toBe("false");
    await userEvent.click(screen.getByRole("checkbox"));
    await userEvent.click(screen.getByRole("button", { name: "Create 11 resources" }));
    expect(onDecide.mock.calls[0]?.[0].plan_digest).toBe(`sha256:${"b".repeat(64)}`);
  });

  it("stays locked where the newer plan has a card of its own", () => {
    const run = asked("hello");
    const first = run.approvals[0]?.question.approval_id ?? "";
    renderAlone(
      <PlanCard run={expiring(withNewerPlan(run), TOMORROW)} approvalId={first} onDecide={decider()} />,
    );
    expect(screen.getByText(/A newer plan replaced this one/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Review the new plan" })).toBeNull();
    expect(screen.getByRole<HTMLButtonElement>("checkbox", { hidden: true }).disabled).toBe(true);
  });
});

describe("a plan that cannot be answered any more", () => {
  it("says that it was approved", () => {
    renderAlone(<PlanCard run={runOf("hello")} onDecide={decider()} />);
    expect(screen.getByText(/^Approved/)).toBeDefined();
    expect(screen.queryByRole("button", { name: /Create|Reject/ })).toBeNull();
  });

  it("explains an approved plan that failed", () => {
    renderAlone(<PlanCard run={runOf("broken")} onDecide={decider()} />);
    expect(screen.getByText(/GET \/api\/health gave 503/)).toBeDefined();
  });

  it("locks itself the moment it expires", async () => {
    const soon = new Date(Date.now() + 300).toISOString();
    renderAlone(<PlanCard run={expiring(asked("hello"), soon)} onDecide={decider()} />);
    expect(screen.getByRole("timer").textContent).toContain("expires in");
    await waitFor(() => expect(screen.getByText("This plan has expired")).toBeDefined(), { timeout: 3000 });
    expect(screen.queryByRole("button", { name: /Create/ })).toBeNull();
  });
});
