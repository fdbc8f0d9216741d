import { ArrowRight } from "lucide-react";

import { plural } from "@/lib/time";
import type { RunFailure, RunState } from "@/run/types";

import { appliedSteps } from "./resultModel";

interface FailureNoteProps {
  readonly failure: RunFailure;
  readonly run: RunState;
}

/** Why it failed in plain words, what became of the account, and the one thing to do next. */
export function FailureNote({ failure, run }: FailureNoteProps) {
  return (
    <div
      role="group"
      aria-label="Why it failed"
      className="my-1.5 space-y-1.5 rounded-md border border-danger-line bg-danger-soft px-3 py-2.5 text-sm"
    >
      <p className="font-medium wrap-anywhere text-danger-text">{failure.message}</p>
      <p className="text-ink-muted">{undoSentence(run)}</p>
      <p className="flex items-start gap-1.5">
        <ArrowRight aria-hidden className="mt-1 size-3.5 shrink-0 text-ink-muted" />
        <span className="min-w-0">
          <span className="sr-only">Next: </span>
          {failure.next_step}{" "}
          <code className="text-xs whitespace-nowrap text-ink-faint">{failure.error_code}</code>
        </span>
      </p>
    </div>
  );
}

function undoSentence(run: RunState): string {
  const { undone, left } = run.undo;
  if (left.length > 0)
    return `${plural(undone.length, "change")} taken back, ${left.length} could not be: see below.`;
  if (undone.length > 0)
    return `All ${plural(undone.length, "change")} taken back: nothing is left in the account.`;
  return appliedSteps(run).length > 0
    ? "What was applied has not been taken back."
    : "Nothing in the account was changed.";
}
