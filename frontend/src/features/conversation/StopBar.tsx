import { Square } from "lucide-react";
import { useState } from "react";

import { plural } from "@/lib/time";
import { changingSteps, hasChanged, useSessionActions, waitingFor, type RunState } from "@/run";
import { Button, Spinner } from "@/ui";

import { useCommand } from "./useCommand";

/** What the live run is doing, and the way to stop it: it says what stopping will do. */
export function StopBar({ run }: { run: RunState }) {
  const { cancelRun } = useSessionActions();
  const command = useCommand();
  const [isStopping, setIsStopping] = useState(false);
  const stop = async () => {
    setIsStopping(true);
    await command(cancelRun(run.graph_run_id));
  };
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border border-line bg-surface px-3 py-2 text-sm shadow-card">
      {waitingFor(run) ? (
        <span aria-hidden className="size-2 animate-breathe rounded-full bg-warning-solid" />
      ) : (
        <Spinner className="text-accent-text" />
      )}
      <p className="min-w-0 grow basis-40">
        <span className="font-medium">{isStopping ? "Stopping" : doing(run)}</span>
        <span className="text-ink-muted"> · {effectOfStopping(run)}</span>
      </p>
      <Button size="sm" isBusy={isStopping} onClick={() => void stop()}>
        {isStopping ? null : <Square aria-hidden className="fill-current" />}
        {hasChanged(run) ? "Stop and undo" : "Stop"}
      </Button>
    </div>
  );
}

function doing(run: RunState): string {
  if (run.pause !== null) return "Paused; it goes on by itself";
  if (run.nodes.at(-1)?.state === "queued") return "Waiting for its turn to plan";
  switch (waitingFor(run)) {
    case "approval":
      return "Waiting for your answer";
    case "form":
      return "Waiting for the form";
    case null:
      return workOf(run);
  }
}

function workOf({ graph_id }: RunState): string {
  if (graph_id?.startsWith("rollback@")) return "Rolling back";
  return graph_id?.startsWith("operate@") ? "Working on the operation" : "Working on the deployment";
}

function effectOfStopping(run: RunState): string {
  const applied = changingSteps(run).filter(({ state }) => state === "applied" || state === "running").length;
  if (!hasChanged(run)) return "nothing has been changed yet";
  return `stopping undoes ${plural(applied, "step")}, newest first`;
}
