import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";

import { asServiceError, QUERY_KEYS, rest } from "@/connection";
import { navigate } from "@/lib/router";
import { Banner, Field, Input } from "@/ui";

import { EntryPage } from "./EntryPage";

/** Name and password. It stands in the place of every page, so that the address is kept. */
export function SignInPage({
  isAlreadySetUp,
  wasSignedIn,
}: {
  isAlreadySetUp: boolean;
  /** Somebody was, until now: they signed out, or their sign-in ended. */
  wasSignedIn: boolean;
}) {
  const client = useQueryClient();
  const [user_name, setUserName] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => rest.post("/api/v1/identity/sign_in", { user_name, password }),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY_KEYS.identity }),
    onError: () => setPassword(""),
  });
  useEffect(() => {
    if (isAlreadySetUp) navigate("/", { replace: true });
  }, [isAlreadySetUp]);
  return (
    <EntryPage
      title="Sign in"
      text="Your conversations and runs are where you left them."
      submit="Sign in"
      isBusy={signIn.isPending}
      error={signIn.isError ? asServiceError(signIn.error) : null}
      notice={noticeFor(isAlreadySetUp, wasSignedIn)}
      onSubmit={() => signIn.mutate()}
    >
      <Field label="Name">
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
      <Field label="Password">
        {(ids) => (
          <Input
            {...ids}
            required
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
    </EntryPage>
  );
}

function noticeFor(isAlreadySetUp: boolean, wasSignedIn: boolean): ReactNode {
  if (isAlreadySetUp) return <Banner title="This installation is set up already." />;
  if (!wasSignedIn) return undefined;
  return <Banner title="You are signed out">Sign in to go on; a message that was under way is sent then.</Banner>;
}
