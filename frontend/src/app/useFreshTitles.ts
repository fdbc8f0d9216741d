import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { QUERY_KEYS } from "@/connection";
import { useSession } from "@/run";

/** The title is there when the first reply is. */
const FIRST_ITEMS = 2;

/** A conversation gets its title from what is said first; the list of conversations follows. */
export function useFreshTitles(): void {
  const { session } = useSession();
  const client = useQueryClient();
  const begun = Math.min(session.items.length, FIRST_ITEMS);
  useEffect(() => {
    if (begun > 0) void client.invalidateQueries({ queryKey: QUERY_KEYS.sessions });
  }, [begun, client]);
}
