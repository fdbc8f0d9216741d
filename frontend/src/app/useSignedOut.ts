import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { QUERY_KEYS } from "@/connection";
import { useSession } from "@/run";

/** Where the socket says that the sign-in has ended, the question who is there is asked again. */
export function useSignedOut(): void {
  const { connection } = useSession();
  const client = useQueryClient();
  const isSignedOut = connection.state === "signed_out";
  useEffect(() => {
    if (isSignedOut) void client.invalidateQueries({ queryKey: QUERY_KEYS.identity });
  }, [isSignedOut, client]);
}
