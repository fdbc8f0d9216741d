import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { Conversation } from "@/features/conversation";

import { violationsIn } from "../../doubles/axe";
import { turnOf } from "../../doubles/events";
import { renderInSession, SANDBOX, type ShownPage } from "../../doubles/page";
import { vectorOf } from "../../doubles/vectors";

const conversation = <Conversation onNewConversation={() => undefined} />;

function lastSent({ world }: ShownPage) {
  return world.socket.sent.at(-1);
}

describe("an empty conversation", () => {
  it("offers examples and the two ways to an account", async () => {
    const { container } = renderInSession(conversation);
    expect(screen.getByRole("heading", { name: "What shall we deploy?" })).toBeTruthy();
    expect(within(screen.getByRole("list", { name: "Examples" })).getAllByRole("button")).toHaveLength(3);
    expect(screen.getByRole("button", { name: "Use the sandbox" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Connect AWS" })).toBeTruthy();
    expect(await violationsIn(container)).toEqual([]);
  });

  it("asks for no account where there is one", () => {
    renderInSession(conversation, { credentials: [SANDBOX] });
    expect(screen.queryByRole("button", { name: "Use the sandbox" })).toBeNull();
  });

  it("sends an example with one press", async () => {
    const page = renderInSession(conversation);
    await userEvent.click(screen.getByRole("button", { name: /bundled example/ }));
    expect(lastSent(page)).toMatchObject({
      type: "send_message",
      text: "deploy examples/hello-fastapi to Lambda in us-east-1",
    });
  });
});

describe("writing", () => {
  it("sends with Enter, makes a line with Shift+Enter, and sends nothing empty", async () => {
    const page = renderInSession(conversation);
    const field = screen.getByRole("textbox", { name: "Message" });
    const before = page.world.socket.sent.length;
    await userEvent.type(field, "  {Enter}");
    expect(page.world.socket.sent).toHaveLength(before);
    await userEvent.clear(field);
    await userEvent.type(field, "one{Shift>}{Enter}{/Shift}two{Enter}");
    expect(lastSent(page)).toMatchObject({ type: "send_message", text: "one\ntwo" });
    expect(screen.getByText("Sending")).toBeTruthy();
  });

  it("keeps the draft over a reload", async () => {
    const first = renderInSession(conversation);
    await userEvent.type(screen.getByRole("textbox", { name: "Message" }), "half a thou");
    first.unmount();
    renderInSession(conversation);
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" }).value).toBe("half a thou");
  });

  it("offers a message that did not arrive for sending again", async () => {
    const page = renderInSession(conversation);
    await userEvent.type(screen.getByRole("textbox", { name: "Message" }), "hello{Enter}");
    const { message_id, request_id } = lastSent(page) ?? {};
    page.world.socket.deliver({
      type: "refused",
      request_id,
      error_code: "E_RATE_LIMIT",
      message: "Too many messages at once.",
      next_step: "Wait a moment.",
      fields: {},
    });
    await userEvent.click(await screen.findByRole("button", { name: "Send again" }));
    expect(lastSent(page)).toMatchObject({ type: "send_message", message_id, text: "hello" });
  });
});

describe("replies", () => {
  it("offer what could be said next, until something is said", async () => {
    const page = renderInSession(conversation, {
      events: [turnOf(1, "assistant", "Hello.", { suggestions: [{ label: "Status", text: "what is running?" }] })],
    });
    await userEvent.click(screen.getByRole("button", { name: "Status" }));
    expect(lastSent(page)).toMatchObject({ text: "what is running?" });
    expect(screen.queryByRole("button", { name: "Status" })).toBeNull();
  });

  it("offer an account where credentials are missing", () => {
    renderInSession(conversation, {
      events: [turnOf(1, "assistant", "I need an account.", { needs: "credentials" })],
    });
    expect(screen.getByRole("button", { name: "Use the sandbox" })).toBeTruthy();
  });

  it("open the dialog that they speak of, where an account is connected already", async () => {
    renderInSession(conversation, {
      events: [turnOf(1, "assistant", "Keys belong in the credentials dialog.", { needs: "credentials" })],
      credentials: [SANDBOX],
    });
    expect(screen.queryByRole("button", { name: "Use the sandbox" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Add credentials" }));
    expect(screen.getByRole("dialog")).toBeTruthy();
  });

  it("can end the conversation", () => {
    renderInSession(conversation, { events: [turnOf(1, "assistant", "This ends here.", { is_final: true })] });
    expect(screen.queryByRole("textbox", { name: "Message" })).toBeNull();
    expect(screen.getByRole("button", { name: "Start a new one" })).toBeTruthy();
  });
});

describe("a run", () => {
  it("can be asked about while its plan is open", () => {
    renderInSession(conversation, { events: vectorOf("waits_for_approval").events });
    expect(screen.getByPlaceholderText("Ask about the plan")).toBeTruthy();
  });

  it("can be stopped while it lives, and says what stopping does", async () => {
    const page = renderInSession(conversation, { events: vectorOf("waits_for_approval").events });
    expect(screen.getByText(/nothing has been changed yet/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    expect(lastSent(page)).toMatchObject({ type: "cancel_run", graph_run_id: "run_03735878d78b80f0" });
  });

  it("says that stopping undoes what was applied", () => {
    const { events } = vectorOf("deployment_succeeds");
    const third = events.findIndex(({ type, payload }) => type === "step_applied" && payload.step_id === "keep_logs");
    renderInSession(conversation, { events: events.slice(0, third + 1) });
    expect(screen.getByText(/stopping undoes 4 steps/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Stop and undo" })).toBeTruthy();
  });

  it.each([
    ["node_queued", "Waiting for its turn to plan"],
    ["run_paused", "Paused; it goes on by itself"],
    ["step_started", "Working on the operation"],
  ] as const)("says what it does, or waits for, after %s", (type, doing) => {
    const { events } = vectorOf("operation_answers");
    const begun = events.slice(0, events.findIndex((event) => event.type === "node_queued"));
    const [newest] = begun.slice(-1);
    if (newest === undefined) throw new Error("The vector begins with a start.");
    const payload = { node: "plan_drafting", visit: 1, step_id: "step_1", message: "The disk is full." };
    const sequence = begun.length + 1;
    renderInSession(conversation, { events: [...begun, { ...newest, type, sequence, event_id: type, payload }] });
    expect(screen.getByText(doing)).toBeTruthy();
  });

  it("that is an operation ends with its answers", () => {
    renderInSession(conversation, { events: vectorOf("operation_answers").events });
    expect(screen.getByText("1 change made")).toBeTruthy();
    expect(screen.getByRole("heading", { name: "List the objects in reports/" })).toBeTruthy();
    expect(screen.getByText("There is none.")).toBeTruthy();
    expect(screen.getByText("1 resource of the account differs from before")).toBeTruthy();
  });

  it.each(["waits_for_approval", "deployment_is_undone", "operation_answers"])(
    "is accessible: %s",
    async (name) => {
      const { container } = renderInSession(conversation, { events: vectorOf(name).events });
      await waitFor(() => expect(screen.getByRole("log").querySelectorAll("li").length).toBeGreaterThan(1));
      expect(await violationsIn(container)).toEqual([]);
    },
  );
});

describe("the view", () => {
  it("stays where the reader is, and counts what came", async () => {
    const page = renderInSession(conversation, { events: [turnOf(1, "assistant", "one")] });
    const view = screen.getByRole("region", { name: "Messages" });
    Object.defineProperties(view, {
      scrollHeight: { value: 5000, configurable: true },
      clientHeight: { value: 500, configurable: true },
    });
    let jumps = 0;
    view.scrollTo = () => (jumps += 1);
    view.scrollTop = 100;
    view.dispatchEvent(new window.Event("scroll"));
    page.deliver(turnOf(2, "assistant", "two"), turnOf(3, "assistant", "three"));
    expect(jumps).toBe(0);
    await userEvent.click(await screen.findByRole("button", { name: "Jump to latest (2 new)" }));
    expect(jumps).toBe(1);
    page.deliver(turnOf(4, "assistant", "four"));
    expect(jumps).toBe(2);
  });
});
