import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { asServiceError, QUERY_KEYS, rest } from "@/connection";
import { navigate } from "@/lib/router";
import { Banner, Field, Input } from "@/ui";

import { EntryPage } from "./EntryPage";

const SHORTEST_PASSWORD = 12;

/** The owner's first visit, by the one-time link whose token stands in the address's fragment. */
export function SetUpPage() {
  const client = useQueryClient();
  // Kept here and taken out of the address, so that it is not copied along with it.
  const [token] = useState(takeToken);
  const [user_name, setUserName] = useState("");
  const [password, setPassword] = useState("");
  const setUp = useMutation({
    mutationFn: () => rest.post("/api/v1/identity/setup", { token: token ?? "", user_name, password }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: QUERY_KEYS.identity });
      navigate("/", { replace: true });
    },
  });
  const isTooShort = password !== "" && password.length < SHORTEST_PASSWORD;
  return (
    <EntryPage
      title="Set up aws-copilot"
      text="You become the owner of this installation. Nothing leaves this machine."
      submit="Create the owner"
      isBusy={setUp.isPending}
      error={setUp.isError ? asServiceError(setUp.error) : null}
      notice={token ? undefined : <MissingToken />}
      onSubmit={() => {
        if (!isTooShort) setUp.mutate();
      }}
    >
      <Field label="Your name">
        {(ids) => (
          <Input
            {...ids}
            required
            autoFocus
            autoComplete="username"
            value={user_name}
            onChange={(event) => setUserName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Password"
        hint={`At least ${SHORTEST_PASSWORD} characters.`}
        error={isTooShort ? `${SHORTEST_PASSWORD - password.length} more characters are needed.` : null}
      >
        {(ids) => (
          <Input
            {...ids}
            required
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
    </EntryPage>
  );
}

function MissingToken() {
  return (
    <Banner tone="warning" title="This address lacks the one-time token.">
      Open the link that the service printed when it started; it ends in <code>/setup#…</code>
    </Banner>
  );
}

function takeToken(): string | null {
  const token = window.location.hash.slice(1);
  if (!token) return null;
  window.history.replaceState(null, "", "/setup");
  return token;
}
