import { expect, it } from "vitest";

import { onSignedOut, rest } from "@/connection";

import { refusal, serve, unreachable } from "../doubles/fakeService";

it("fills in the path and sends JSON", async () => {
  const asked = serve({ "DELETE /api/v1/credentials/cred%2F1": () => ({ status: 204 }) });
  await expect(rest.delete("/api/v1/credentials/{credential_id}", { credential_id: "cred/1" })).resolves.toBeNull();
  serve({ "POST /api/v1/sessions": () => ({ status: 201, body: { session_id: "ses_1" } }) });
  await expect(rest.post("/api/v1/sessions", undefined)).resolves.toMatchObject({ session_id: "ses_1" });
  expect(asked).toHaveLength(1);
});

it("turns a refusal into an error with its three fields", async () => {
  serve({ "GET /api/v1/deployments": () => ({ status: 403, body: refusal("E_FORBIDDEN") }) });
  await expect(rest.get("/api/v1/deployments")).rejects.toMatchObject({
    error_code: "E_FORBIDDEN",
    message: "It was refused with E_FORBIDDEN.",
    next_step: "Do something else.",
  });
});

it.each([
  ["nobody answers", unreachable, "E_OFFLINE"],
  ["a proxy answers in HTML", () => ({ status: 502, body: "<html>Bad gateway</html>" }), "E_OFFLINE"],
  ["the answer makes no sense", () => ({ status: 418, body: "teapot" }), "E_UNEXPECTED_ANSWER"],
])("has a sentence when %s", async (_, answer, error_code) => {
  serve({ "GET /api/health": answer });
  await expect(rest.get("/api/health")).rejects.toMatchObject({ error_code });
});

it("tells when the sign-in has ended", async () => {
  serve({ "GET /api/v1/runs": () => ({ status: 401, body: refusal("E_UNAUTHENTICATED") }) });
  let told = 0;
  const stop = onSignedOut(() => (told += 1));
  await rest.get("/api/v1/runs").catch(() => null);
  stop();
  await rest.get("/api/v1/runs").catch(() => null);
  expect(told).toBe(1);
});
