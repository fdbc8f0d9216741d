import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { PlanCard } from "@/features/plan";
import { runUntil, type FixtureName } from "@/fixtures/runs";
import type { ApprovalDecision, RunState } from "@/run/types";

import { violationsIn } from "../../doubles/axe";
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

describe("an open plan", () => {
  it("says whose account it touches, and that nothing in it is real", () => {
    renderAlone(<PlanCard run={asked("hello")} onDecide={decider()} />);
    const card = screen.getByRole("region", {
      name: "Deploy hello-fastapi on Lambda in us-east-1, with a public URL.",
    });
    for (const fact of ["1234-5678-9012", "us-east-1", "user/moto", /SANDBOX/, "not estimated"]) {
      expect(within(card).getByText(fact)).toBeDefined();
    }
    expect(within(card).getByRole("list", { name: "Steps of the plan" }).children).toHaveLength(12);
  });

  it("cannot be approved before each public endpoint is ticked, and binds both digests", async () => {
    const run = asked("hello");
    const onDecide = decider();
    renderAlone(<PlanCard run={run} onDecide={onDecide} />);
    const approve = screen.getByRole<HTMLButtonElement>("button", { name: "Create 12 resources" });
    expect(approve.disabled).toBe(true);

    await userEvent.click(
      screen.getByRole("checkbox", { name: /Anyone on the internet can call hello-fastapi/ }),
    );
    expect(approve.disabled).toBe(false);
    await userEvent.click(approve);

    const question = run.approvals[0]?.question;
    expect(onDecide).toHaveBeenCalledExactlyOnceWith({
      approval_id: question?.approval_id,
      plan_digest: question?.plan_digest,
      change_set_digest: question?.change_set_digest,
      answer: "approved",
      confirmed_steps: {},
      allowed_exposures: ["allow_public_url"],
    });
  });

  it("is answered with the keyboard alone", async () => {
    const onDecide = decider();
    renderAlone(<PlanCard run={asked("hello")} onDecide={onDecide} />);
    const keys = userEvent.setup();
    const tick = screen.getByRole("checkbox");
    while (document.activeElement !== tick) await keys.tab();
    await keys.keyboard(" ");
    const approve = screen.getByRole("button", { name: "Create 12 resources" });
    while (document.activeElement !== approve) await keys.tab();
    await keys.keyboard("{Enter}");
    expect(onDecide).toHaveBeenCalledOnce();
  });

  it("takes a reason with a rejection", async () => {
    const onDecide = decider();
    renderAlone(<PlanCard run={asked("hello")} onDecide={onDecide} />);
    await userEvent.click(screen.getByRole("button", { name: "Reject…" }));
    const reason = screen.getByLabelText("Why not?");
    expect(document.activeElement).toBe(reason);
    await userEvent.type(reason, " not on a Friday ");
    await userEvent.click(screen.getByRole("button", { name: "Reject the plan" }));
    expect(onDecide.mock.calls[0]?.[0]).toMatchObject({ answer: "rejected", reason: "not on a Friday" });
  });

  it("keeps the ticks and says why when the answer is refused", async () => {
    const refusal = {
      error_code: "E_FORBIDDEN",
      message: "You may not approve.",
      next_step: "Ask an approver.",
    };
    renderAlone(
      <PlanCard run={asked("hello")} onDecide={() => Promise.reject(Object.assign(new Error(), refusal))} />,
    );
    await userEvent.click(screen.getByRole("checkbox"));
    await userEvent.click(screen.getByRole("button", { name: "Create 12 resources" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("You may not approve.");
    expect(alert.textContent).toContain("Ask an approver.");
    expect(screen.getByRole("checkbox").getAttribute("aria-checked")).toBe("true");
  });

  it("shows values before and after, and what is known only later", () => {
    renderAlone(<PlanCard run={asked("redeploy")} onDecide={decider()} />);
    expect(screen.getByText("512").closest("del")).not.toBeNull();
    expect(screen.getByText("1024").closest("ins")).not.toBeNull();
    expect(screen.getByText("known after apply").getAttribute("title")).toBe(
      "Given by publish_version.version",
    );
  });

  it("never shows the value of a secret, only its name", () => {
    const { container } = renderAlone(<PlanCard run={asked("hello")} onDecide={decider()} />);
    expect(container.textContent).toContain("DATABASE_URL");
    expect(container.textContent).not.toContain("$secret");
  });

  it("has no accessibility violations", async () => {
    const { container } = renderAlone(<PlanCard run={asked("hello")} onDecide={decider()} />);
    expect(await violationsIn(container)).toEqual([]);
  });
});

describe("a destructive plan", () => {
  it("wants the name typed exactly, and sends it for each destructive step", async () => {
    const run = asked("rollback");
    const onDecide = decider();
    renderAlone(<PlanCard run={run} onDecide={onDecide} />);
    await userEvent.click(screen.getByRole("button", { name: "Delete 12 resources…" }));

    const dialog = screen.getByRole("dialog", { name: "Delete 12 resources?" });
    expect(within(dialog).getByRole("button", { name: "Cancel" }).hasAttribute("autofocus")).toBe(true);
    const confirm = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Delete 12 resources" });
    await userEvent.type(within(dialog).getByRole("textbox"), "hello-fastap");
    expect(confirm.disabled).toBe(true);
    expect(onDecide).not.toHaveBeenCalled();

    await userEvent.type(within(dialog).getByRole("textbox"), "i");
    await userEvent.click(confirm);
    const question = run.approvals[0]?.question;
    expect(onDecide.mock.calls[0]?.[0]).toMatchObject({
      answer: "approved",
      confirmed_steps: question?.confirmations,
    });
  });

  it("gives the focus back when it is cancelled", async () => {
    renderAlone(<PlanCard run={asked("rollback")} onDecide={decider()} />);
    const approve = screen.getByRole("button", { name: "Delete 12 resources…" });
    await userEvent.click(approve);
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(approve);
  });
});

describe("a plan that also reads", () => {
  it("calls its reads so, and neither changes nor undoable", () => {
    renderAlone(<PlanCard run={asked("operation")} onDecide={decider()} />);
    const rows = within(screen.getByRole("list", { name: "Steps of the plan" })).getAllByRole("listitem");
    const read = rows.find((row) => row.textContent.includes("List the objects"));
    expect(read?.textContent).toContain("read");
    expect(read?.textContent).toContain("Reads, and changes nothing");
    expect(read?.textContent).not.toMatch(/no change|undone|No value changes/i);
    expect(screen.getByText("1 read")).toBeDefined();
    expect(screen.getByText("2 create")).toBeDefined();
  });
});
