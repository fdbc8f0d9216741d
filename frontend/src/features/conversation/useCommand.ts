import { useCallback } from "react";

import { asServiceError } from "@/connection";
import { useToast } from "@/ui";

/** Runs a command whose refusal belongs into a toast, because no form of its own can show it. */
export function useCommand(): (command: Promise<void>) => Promise<void> {
  const toast = useToast();
  return useCallback(
    async (command) => {
      try {
        await command;
      } catch (thrown) {
        const { message, next_step } = asServiceError(thrown);
        toast({ tone: "danger", title: message, text: next_step });
      }
    },
    [toast],
  );
}
