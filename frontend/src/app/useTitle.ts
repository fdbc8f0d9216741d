import { useEffect } from "react";

import { liveRun, runsOf, useSession, waitingFor, type RunState } from "@/run";

const NAME = "aws-copilot";

/** The window's title says how the run stands, for whoever is in another tab. */
export function useTitle(): void {
  const { session } = useSession();
  const run = liveRun(session) ?? runsOf(session).at(-1) ?? null;
  const title = run ? `${wordFor(run)} · ${run.application_id} · ${NAME}` : NAME;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function wordFor(run: RunState): string {
  if (run.pause !== null) return "‖ Paused";
  if (run.ended_at) return run.completion_state === "succeeded" ? "✓ Done" : `✕ ${run.completion_state ?? "ended"}`;
  const waiting = waitingFor(run);
  if (waiting === "approval") return "● Approve?";
  return waiting === "form" ? "● Form" : "… Running";
}
