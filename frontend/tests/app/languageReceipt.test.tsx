import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { LanguageReceipt } from "@/app/LanguageReceipt";
import type { Health, SessionTokens, SessionView } from "@/contract";

import { violationsIn } from "../doubles/axe";
import { renderInSession } from "../doubles/page";

const MODEL: NonNullable<Health["model"]> = {
  active: "gpt-4.1-mini",
  is_degraded: false,
  since: null,
  reason: null,
};
const TOKENS: SessionTokens = {
  input_tokens: 3240,
  output_tokens: 512,
  input_allowed: 80_000,
  output_allowed: 40_000,
  is_spent: false,
};

function shown(model: Health["model"], tokens: SessionTokens | null = TOKENS) {
  const session: SessionView = {
    session_id: "ses_1",
    title: "deploy hello",
    created_at: "2026-05-04T09:00:00Z",
    last_active_at: "2026-05-04T09:00:00Z",
    tokens,
  };
  return renderInSession(<LanguageReceipt />, { model, sessions: [session] });
}

it("names the interpreter where there is no model", () => {
  shown(null, null);
  expect(screen.getByText("Interpreter")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

it("names the model, and what this conversation has spent", async () => {
  const { baseElement } = shown(MODEL);
  const receipt = screen.getByRole("button", { name: /gpt-4.1-mini.*3.2k \/ 80k in/ });
  fireEvent.click(receipt);
  expect(screen.getByText("3,240 of 80,000")).toBeTruthy();
  expect(screen.getByText("512 of 40,000")).toBeTruthy();
  expect(await violationsIn(baseElement)).toEqual([]);
});

it("says that it is degraded, since when and why", () => {
  shown({ active: "gpt-4o-mini", is_degraded: true, since: "2026-05-04T10:00:00Z", reason: "It did not answer." });
  const receipt = screen.getByRole("button", { name: /gpt-4o-mini.*degraded/ });
  fireEvent.click(receipt);
  expect(screen.getByText(/Degraded since .*It did not answer.*Another model answers/)).toBeTruthy();
});

it("names the interpreter while no model answers", () => {
  shown({ active: null, is_degraded: true, since: "2026-05-04T10:00:00Z", reason: "It did not answer." });
  expect(screen.getByRole("button", { name: /Interpreter.*degraded/ })).toBeTruthy();
});

it("says what to do where the tokens are used up", () => {
  shown(MODEL, { ...TOKENS, input_tokens: 80_000, is_spent: true });
  fireEvent.click(screen.getByRole("button", { name: /Interpreter.*tokens used up/ }));
  expect(screen.getByText("The interpreter answers in this conversation.")).toBeTruthy();
  expect(screen.getByText(/Start a new conversation.*COPILOT_SESSION_TOKENS/)).toBeTruthy();
});
