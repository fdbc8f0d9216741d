import { act, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { Shell } from "@/app/Shell";

import { violationsIn } from "../doubles/axe";
import { renderInSession, SANDBOX } from "../doubles/page";
import { vectorOf } from "../doubles/vectors";

const shell = (
  <Shell
    user={{ user_id: "usr_1", user_name: "ada", roles: ["owner"] }}
    session_id="ses_1"
    sessions={[
      {
        session_id: "ses_1",
        title: "deploy hello",
        created_at: "2026-05-04T09:00:00Z",
        last_active_at: "2026-05-04T09:00:00Z",
        tokens: null,
      },
    ]}
    onNewConversation={() => undefined}
  >
    <h1>Inside</h1>
  </Shell>
);

it("has the account, the region, the caller and the word SANDBOX in view", async () => {
  const { container } = renderInSession(shell, { events: vectorOf("waits_for_approval").events });
  for (const text of ["SANDBOX", "1234-5678-9012", "us-east-1", "user/moto", "Interpreter", "Live"]) {
    expect(screen.getByText(text)).toBeTruthy();
  }
  expect(await violationsIn(container)).toEqual([]);
});

it("shows the account of the credentials before the first run", () => {
  renderInSession(shell, { credentials: [{ ...SANDBOX, is_sandbox: false, kind: "role" }] });
  expect(screen.getByText("Real account")).toBeTruthy();
});

it("says so where no account is connected", () => {
  renderInSession(shell);
  expect(screen.getByText("No AWS account connected")).toBeTruthy();
});

it("tells in the window's title what is waited for", () => {
  renderInSession(shell, { events: vectorOf("waits_for_approval").events });
  expect(document.title).toBe("● Approve? · other · aws-copilot");
});

it("marks a lost line at once in the receipt", () => {
  const { world } = renderInSession(shell);
  act(() => world.socket.drop());
  expect(screen.getByText("Offline")).toBeTruthy();
});
