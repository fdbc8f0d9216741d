import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { asServiceError, onSignedOut, QUERY_KEYS, useIdentity } from "@/connection";
import { usePath } from "@/lib/router";

import { SetUpPage } from "./SetUpPage";
import { SignedIn } from "./SignedIn";
import { SignInPage } from "./SignInPage";
import { Splash, Unreachable } from "./Splash";

/** The page: who is there decides what it shows. */
export function App() {
  const path = usePath();
  const identity = useIdentity();
  const client = useQueryClient();
  useEffect(
    () => onSignedOut(() => void client.invalidateQueries({ queryKey: QUERY_KEYS.identity })),
    [client],
  );
  const [wasSignedIn, setWasSignedIn] = useState(false);
  if (identity.data?.user && !wasSignedIn) setWasSignedIn(true);
  if (identity.isPending) return <Splash />;
  if (identity.isError && !identity.data) {
    return <Unreachable error={asServiceError(identity.error)} onRetry={() => void identity.refetch()} />;
  }
  const { is_set_up, user } = identity.data;
  if (!is_set_up) return <SetUpPage />;
  if (user === null) return <SignInPage isAlreadySetUp={path === "/setup"} wasSignedIn={wasSignedIn} />;
  return <SignedIn user={user} />;
}
