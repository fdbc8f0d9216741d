import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";

import { CredentialsDialog, CredentialsPage } from "@/features/credentials";
import credentials from "@/fixtures/credentials.json";

import { violationsIn } from "../../doubles/axe";
import { serve } from "../../doubles/fakeService";
import { renderAlone } from "../../doubles/surroundings";

const KEY_ID = "AKIAFAKEFAKEFAKEFAKE";
const SECRET = "FAKE/EXAMPLE/secret-access-key";
const STORED = { ...credentials[1], name: "my account" };
const ignore = () => undefined;

afterEach(() => {
  vi.unstubAllGlobals();
});

async function fillKeys(): Promise<void> {
  await userEvent.type(screen.getByLabelText("Access key ID"), KEY_ID);
  await userEvent.type(screen.getByLabelText("Secret access key"), SECRET);
  await userEvent.click(screen.getByRole("button", { name: "Check and store" }));
}

describe("the dialog", () => {
  it("sends keys once over REST, shows whose they are, and holds them no longer", async () => {
    const sent = serve({ "POST /api/v1/credentials": () => ({ status: 201, body: STORED }) });
    const { baseElement } = renderAlone(<CredentialsDialog open onOpenChange={ignore} />);
    await fillKeys();
    expect(await screen.findByText("my account is stored")).toBeDefined();
    expect(screen.getByText("1111-2222-3333")).toBeDefined();
    expect(screen.getByText("arn:aws:iam::111122223333:user/ada")).toBeDefined();
    const posts = sent.filter(({ route }) => route.startsWith("POST"));
    expect(posts.map(({ body }) => body)).toEqual([
      {
        kind: "access_key",
        name: "my account",
        access_key_id: KEY_ID,
        secret_access_key: SECRET,
        session_token: null,
      },
    ]);
    expect(baseElement.innerHTML).not.toContain(SECRET);
    expect(baseElement.querySelectorAll("input")).toHaveLength(0);
    for (const storage of [localStorage, sessionStorage])
      expect(JSON.stringify(storage)).not.toContain(SECRET);
  });

  it("keeps the secret out of the markup while it is typed", async () => {
    serve({});
    const { baseElement } = renderAlone(<CredentialsDialog open onOpenChange={ignore} />);
    const secret = screen.getByLabelText<HTMLInputElement>("Secret access key");
    await userEvent.type(secret, SECRET);
    expect(secret.type).toBe("password");
    expect(baseElement.textContent).not.toContain(SECRET);
  });

  it("says what AWS refused, and keeps what was typed", async () => {
    const refusal = {
      error_code: "E_CREDENTIALS",
      message: "AWS does not know this key.",
      next_step: "Check the ID.",
    };
    serve({ "POST /api/v1/credentials": () => ({ status: 400, body: refusal }) });
    renderAlone(<CredentialsDialog open onOpenChange={ignore} />);
    await fillKeys();
    expect((await screen.findByRole("alert")).textContent).toContain("AWS does not know this key.");
    expect(screen.getByLabelText<HTMLInputElement>("Access key ID").value).toBe(KEY_ID);
  });

  it("finds what is wrong before anything is sent", async () => {
    const sent = serve({});
    renderAlone(<CredentialsDialog open onOpenChange={ignore} />);
    await userEvent.type(screen.getByLabelText("Access key ID"), "ASIAFAKEFAKEFAKEFAKE");
    await userEvent.click(screen.getByRole("button", { name: "Check and store" }));
    expect(screen.getByText("Secret access key is needed.")).toBeDefined();
    expect(screen.getByText("Session token is needed.")).toBeDefined();
    expect(document.activeElement).toBe(screen.getByLabelText("Secret access key"));
    expect(sent).toEqual([]);
  });

  it("takes a role with its external ID and the key that assumes it", async () => {
    const sent = serve({
      "GET /api/v1/credentials": () => ({ body: credentials }),
      "POST /api/v1/credentials": () => ({ status: 201, body: STORED }),
    });
    renderAlone(<CredentialsDialog open onOpenChange={ignore} />);
    await userEvent.click(screen.getByRole("tab", { name: "Role" }));
    await userEvent.type(screen.getByLabelText("Role ARN"), "arn:aws:iam::111122223333:role/deployer");
    await userEvent.type(screen.getByLabelText("External ID"), "EXAMPLE-id");
    await screen.findByRole("option", { name: /billing account/ });
    await userEvent.selectOptions(screen.getByLabelText("Assumed with"), "cred_fake1");
    await userEvent.click(screen.getByRole("button", { name: "Check and store" }));
    await screen.findByRole("button", { name: "Done" });
    expect(sent.find(({ route }) => route.startsWith("POST"))?.body).toMatchObject({
      kind: "role",
      external_id: "EXAMPLE-id",
      source_credential_id: "cred_fake1",
    });
  });

  it("connects the sandbox without a key", async () => {
    const sent = serve({ "POST /api/v1/credentials": () => ({ status: 201, body: credentials[0] }) });
    renderAlone(<CredentialsDialog open onOpenChange={ignore} />);
    await userEvent.click(screen.getByRole("tab", { name: "Sandbox account" }));
    await userEvent.click(screen.getByRole("button", { name: "Use the sandbox" }));
    await screen.findByText("sandbox is stored");
    expect(sent[0]?.body).toEqual({ kind: "sandbox_account", name: "sandbox" });
  });

  it("has no accessibility violations", async () => {
    serve({});
    renderAlone(<CredentialsDialog open onOpenChange={ignore} />);
    expect(await violationsIn(screen.getByRole("dialog"))).toEqual([]);
  });
});

describe("the page", () => {
  it("shows the last four, the account and the ARN, and deletes after a question", async () => {
    const sent = serve({
      "GET /api/v1/credentials": () => ({ body: credentials }),
      "DELETE /api/v1/credentials/cred_fake1": () => ({ body: "" }),
    });
    const { container } = renderAlone(<CredentialsPage />);
    const row = (await screen.findByText("billing account")).closest("li") as HTMLElement;
    expect(row.textContent).toContain("····MPLE");
    expect(row.textContent).toContain("1111-2222-3333");
    expect(await violationsIn(container)).toEqual([]);
    await userEvent.click(within(row).getByRole("button", { name: "Delete billing account" }));
    expect(within(row).getByRole("button", { name: "Cancel" }).hasAttribute("autofocus")).toBe(true);
    await userEvent.click(within(row).getByRole("button", { name: "Delete the credentials" }));
    expect(sent.map(({ route }) => route)).toContain("DELETE /api/v1/credentials/cred_fake1");
  });

  it("says what could be here when there is nothing", async () => {
    serve({ "GET /api/v1/credentials": () => ({ body: [] }) });
    renderAlone(<CredentialsPage />);
    expect(await screen.findByText("No credentials yet")).toBeDefined();
  });

  it("offers another try when the service does not answer", async () => {
    serve({ "GET /api/v1/credentials": () => ({ status: 500, body: "" }) });
    renderAlone(<CredentialsPage />);
    expect((await screen.findByRole("alert")).textContent).toContain("The service cannot be reached.");
    expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
  });
});
