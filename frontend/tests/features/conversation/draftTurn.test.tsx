import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { Conversation } from "@/features/conversation";

import { violationsIn } from "../../doubles/axe";
import { turnOf } from "../../doubles/events";
import { renderInSession, SANDBOX } from "../../doubles/page";

const conversation = <Conversation onNewConversation={() => undefined} />;

describe("a reply that is being written", () => {
  const asked = turnOf(1, "person", "Why twelve?", { message_id: "message_1" });

  it("grows, is not read out piece by piece, and gives way to the turn", async () => {
    const page = renderInSession(conversation, { events: [asked], credentials: [SANDBOX] });
    page.write({ text: "Because a function " });
    page.write({ text: "needs **a role**." });
    const draft = page.container.querySelector("[data-draft]");
    expect(draft?.textContent).toContain("Because a function needs a role.");
    expect(draft?.hasAttribute("inert")).toBe(true);
    expect(screen.getByText("Copilot is writing.").getAttribute("role")).toBe("status");
    expect(await violationsIn(page.container)).toEqual([]);

    page.deliver(turnOf(2, "assistant", "Because a function needs a role."));
    expect(page.container.querySelector("[data-draft]")).toBeNull();
    expect(screen.getAllByText("Because a function needs a role.")).toHaveLength(1);
  });

  it("goes when it is void", () => {
    const page = renderInSession(conversation, { events: [asked], credentials: [SANDBOX] });
    page.write({ text: "Nothing that may be said" });
    page.write({ is_void: true });
    expect(page.container.querySelector("[data-draft]")).toBeNull();
    expect(screen.queryByText("Nothing that may be said")).toBeNull();
  });

  it("is announced as soon as the message was taken", async () => {
    const page = renderInSession(conversation, { events: [asked], credentials: [SANDBOX] });
    await userEvent.type(screen.getByRole("textbox", { name: "Message" }), "And why?{Enter}");
    const message_id = String(page.world.socket.sent.at(-1)?.message_id);
    page.deliver(turnOf(2, "person", "And why?", { message_id }));
    expect(screen.getByText("Copilot is writing.")).toBeTruthy();
  });
});
