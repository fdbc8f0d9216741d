import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { App } from "@/app/App";
import { ToastProvider, TooltipProvider } from "@/ui";

import { violationsIn } from "../doubles/axe";
import { refusal, serve, unreachable } from "../doubles/fakeService";

const PASSWORD = "an example of a password";

function open(path: string) {
  window.history.replaceState(null, "", path);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <ToastProvider>
          <App />
        </ToastProvider>
      </TooltipProvider>
    </QueryClientProvider>,
  );
}

describe("the first visit", () => {
  const NOT_SET_UP = { "GET /api/v1/identity": () => ({ body: { is_set_up: false, user: null, roles: [] } }) };

  it("takes the token out of the address and sends it with the owner's name and password", async () => {
    const asked = serve({
      ...NOT_SET_UP,
      "POST /api/v1/identity/setup": () => ({ status: 403, body: refusal("E_SETUP_TOKEN") }),
    });
    const { container } = open("/setup#the-token");
    await userEvent.type(await screen.findByLabelText("Your name"), "ada");
    expect(window.location.href).not.toContain("the-token");
    expect(await violationsIn(container)).toEqual([]);
    await userEvent.type(screen.getByLabelText("Password"), PASSWORD);
    await userEvent.click(screen.getByRole("button", { name: "Create the owner" }));
    expect(await screen.findByText("E_SETUP_TOKEN")).toBeTruthy();
    expect(asked.at(-1)?.body).toEqual({ token: "the-token", user_name: "ada", password: PASSWORD });
  });

  it("says which link is needed where the token is missing", async () => {
    serve(NOT_SET_UP);
    open("/");
    expect(await screen.findByText("This address lacks the one-time token.")).toBeTruthy();
  });

  it("sends no password that is too short", async () => {
    const asked = serve(NOT_SET_UP);
    open("/setup#the-token");
    await userEvent.type(await screen.findByLabelText("Your name"), "ada");
    await userEvent.type(screen.getByLabelText("Password"), "short{Enter}");
    expect(screen.getByText("7 more characters are needed.")).toBeTruthy();
    expect(asked.every(({ route }) => route.startsWith("GET"))).toBe(true);
  });
});

describe("signing in", () => {
  const NOBODY = { "GET /api/v1/identity": () => ({ body: { is_set_up: true, user: null, roles: [] } }) };

  it("keeps the address, and forgets a wrong password", async () => {
    const asked = serve({
      ...NOBODY,
      "POST /api/v1/identity/sign_in": () => ({ status: 401, body: refusal("E_UNAUTHENTICATED") }),
    });
    const { container } = open("/deployments");
    await userEvent.type(await screen.findByLabelText("Name"), "ada");
    const password = screen.getByLabelText<HTMLInputElement>("Password");
    await userEvent.type(password, `${PASSWORD}{Enter}`);
    expect(await screen.findByText("E_UNAUTHENTICATED")).toBeTruthy();
    expect(password.value).toBe("");
    expect(window.location.pathname).toBe("/deployments");
    expect(asked.find(({ route }) => route.startsWith("POST"))?.body).toEqual({ user_name: "ada", password: PASSWORD });
    expect(await violationsIn(container)).toEqual([]);
  });
});

it("says what to do when the service cannot be reached, and tries again", async () => {
  serve({ "GET /api/v1/identity": unreachable });
  open("/");
  expect(await screen.findByRole("heading", { name: "The service cannot be reached." })).toBeTruthy();
  serve({ "GET /api/v1/identity": () => ({ body: { is_set_up: true, user: null, roles: [] } }) });
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Sign in" })).toBeTruthy();
});
