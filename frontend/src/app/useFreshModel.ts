import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { QUERY_KEYS, useHealth } from "@/connection";
import { useSession } from "@/run";

/** With a language model, every reply may have cost tokens, or shown that the model is out or back. */
export function useFreshModel(): void {
  const { session } = useSession();
  const client = useQueryClient();
  const hasModel = useHealth().data?.language === "model";
  const turns = Object.keys(session.turns).length;
  useEffect(() => {
    if (!hasModel || turns === 0) return;
    void client.invalidateQueries({ queryKey: QUERY_KEYS.health });
    void client.invalidateQueries({ queryKey: QUERY_KEYS.sessions });
  }, [client, hasModel, turns]);
}
