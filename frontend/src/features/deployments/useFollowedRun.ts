/** One run as it happens, outside of its conversation. */

import { useEffect, useState } from "react";

import { runEvents } from "@/connection";
import { type SendingError, sendingError } from "@/lib/useSending";
import { reduceRun, startRun } from "@/run/reduceRun";
import type { RunState } from "@/run/types";

export interface FollowedRun {
  readonly run: RunState | null;
  /** Why the line broke; the run itself goes on. */
  readonly error: SendingError | null;
  readonly retry: () => void;
}

/** The run from its own events; `onEnd` is called once they are all told. */
export function useFollowedRun(graph_run_id: string, onEnd: () => void): FollowedRun {
  const [run, setRun] = useState<RunState | null>(null);
  const [error, setError] = useState<SendingError | null>(null);
  const [attempt, setAttempt] = useState(1);
  useEffect(() => {
    const stop = new AbortController();
    follow(graph_run_id, stop.signal, setRun).then(onEnd, (cause: unknown) => {
      if (!stop.signal.aborted) setError(sendingError(cause));
    });
    return () => stop.abort();
    // A new `onEnd` is no reason to ask for the whole log again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [graph_run_id, attempt]);
  const retry = () => {
    setError(null);
    setAttempt(attempt + 1);
  };
  return { run, error, retry };
}

async function follow(
  graph_run_id: string,
  signal: AbortSignal,
  show: (run: RunState) => void,
): Promise<void> {
  let run: RunState | null = null;
  for await (const event of runEvents(graph_run_id, signal)) {
    run = reduceRun(run ?? startRun(event, graph_run_id), event);
    show(run);
  }
}
