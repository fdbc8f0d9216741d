import { useCallback, useState } from "react";

import { readStored, writeStored } from "@/lib/storage";

/** What the person is writing in this session; it survives a reload. */
export function useDraft(session_id: string): [string, (text: string) => void] {
  const key = `copilot.draft.${session_id}`;
  const [draft, setDraft] = useState(() => readStored(key) ?? "");
  const change = useCallback(
    (text: string) => {
      writeStored(key, text || null);
      setDraft(text);
    },
    [key],
  );
  return [draft, change];
}
