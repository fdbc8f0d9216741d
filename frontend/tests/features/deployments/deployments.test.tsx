import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";

import { DeploymentPage, DeploymentsPage } from "@/features/deployments";
import deployments from "@/fixtures/deployments.json";
import runs from "@/fixtures/runs.json";
import { eventsOf } from "@/fixtures/runs";

import { violationsIn } from "../../doubles/axe";
import { serve } from "../../doubles/fakeService";
import { renderAlone } from "../../doubles/surroundings";

const [DEPLOYMENT] = deployments;
const DEPLOYMENT_ID = DEPLOYMENT?.deployment_id ?? "";
const RUN_ID = eventsOf("rollback")[0]?.graph_run_id ?? "";
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The rollback's log up to its question, which has not expired. */
function openRollback(): string {
  const events = eventsOf("rollback");
  const asked = events.findIndex(({ type }) => type === "approval_requested");
  const lines = events
    .slice(0, asked + 1)
    .map((event) => JSON.stringify(event))
    .join("\n");
  return lines.replace(/"expires_at":"[^"]*"/g, `"expires_at":"${TOMORROW}"`);
}

function serveDeployment(routes: Parameters<typeof serve>[0] = {}) {
  return serve({
    [`GET /api/v1/deployments/${DEPLOYMENT_ID}`]: () => ({ body: DEPLOYMENT }),
    "GET /api/v1/runs": () => ({ body: runs }),
    "POST /api/v1/commands/start_rollback": () => ({ status: 202, body: { graph_run_id: RUN_ID } }),
    [`GET /api/v1/runs/${RUN_ID}/events`]: () => ({ body: openRollback() }),
    ...routes,
  });
}

describe("the list", () => {
  it("shows what runs where, and leads to it", async () => {
    serve({ "GET /api/v1/deployments": () => ({ body: deployments }) });
    const { container } = renderAlone(<DeploymentsPage />);
    const link = await screen.findByRole("link", { name: "hello-fastapi" });
    expect(link.getAttribute("href")).toBe(`/deployments/${DEPLOYMENT_ID}`);
    expect(screen.getByText("Live")).toBeDefined();
    expect(screen.getByText("SANDBOX")).toBeDefined();
    expect(screen.getByText(/2 releases/)).toBeDefined();
    expect(await violationsIn(container)).toEqual([]);
  });

  it("says how to begin when there is nothing", async () => {
    serve({ "GET /api/v1/deployments": () => ({ body: [] }) });
    renderAlone(<DeploymentsPage />);
    expect(await screen.findByText("Nothing is deployed yet")).toBeDefined();
    expect(screen.getByRole("link", { name: "Start a conversation" }).getAttribute("href")).toBe("/");
  });
});

describe("one deployment", () => {
  it("shows its URL, its health and its history", async () => {
    serveDeployment();
    const { container } = renderAlone(<DeploymentPage deploymentId={DEPLOYMENT_ID} />);
    expect((await screen.findByRole("link", { name: "Open" })).getAttribute("href")).toBe(DEPLOYMENT?.url);
    expect(await screen.findByText("Healthy: answered 200, expected 200")).toBeDefined();
    const history = screen.getByRole("region", { name: "History" });
    expect(within(history).getAllByRole("listitem")).toHaveLength(2);
    expect(await violationsIn(container)).toEqual([]);
  });

  it("rolls back through a plan of its own, with the name typed", async () => {
    const sent = serveDeployment({
      "POST /api/v1/commands/decide_approval": () => ({ status: 204, body: "" }),
    });
    renderAlone(<DeploymentPage deploymentId={DEPLOYMENT_ID} />);
    await userEvent.click(await screen.findByRole("button", { name: "Roll back…" }));
    await userEvent.click(await screen.findByRole("button", { name: "Delete 12 resources…" }));
    const dialog = screen.getByRole("dialog");
    await userEvent.type(within(dialog).getByRole("textbox"), "hello-fastapi");
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete 12 resources" }));
    const decision = sent.find(({ route }) => route.endsWith("decide_approval"))?.body;
    expect(decision).toMatchObject({ type: "decide_approval", answer: "approved" });
  });

  it("says why a rollback cannot start", async () => {
    const refusal = {
      error_code: "RUN_LOCKED",
      message: "Another run is at work.",
      next_step: "Wait for it.",
    };
    serveDeployment({ "POST /api/v1/commands/start_rollback": () => ({ status: 409, body: refusal }) });
    renderAlone(<DeploymentPage deploymentId={DEPLOYMENT_ID} />);
    await userEvent.click(await screen.findByRole("button", { name: "Roll back…" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Another run is at work.");
  });

  it("says that there is no such deployment", async () => {
    serve({});
    renderAlone(<DeploymentPage deploymentId="dep_unknown" />);
    expect((await screen.findByRole("alert")).textContent).toContain("There is no");
  });
});
