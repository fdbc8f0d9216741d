import { useId } from "react";

import { formatDuration, elapsed_ms } from "@/lib/time";
import { useNow } from "@/lib/useNow";
import type { RunState } from "@/run/types";
import { Badge, Banner, Card, CardBody, CardHeader, type Tone } from "@/ui";

import { nodeTitle, stateWord, visitState } from "./nodeWords";
import { isOperation, isRollback } from "./resultModel";
import { timelineOf } from "./timelineModel";
import { VisitRow } from "./VisitRow";

/** The run as an ordered list: every node visit with its steps, its time and its log. */
export function RunTimeline({ run }: { readonly run: RunState }) {
  const titleId = useId();
  const now = useNow(1000, run.ended_at === null);
  const visits = timelineOf(run);
  return (
    <Card role="group" aria-labelledby={titleId}>
      <CardHeader
        title={<span id={titleId}>{titleOf(run)}</span>}
        subtitle={<RunSubtitle run={run} now={now} />}
        end={<RunBadge run={run} />}
      />
      <CardBody className="space-y-3.5">
        <p role="status" className="sr-only">
          {announcement(run)}
        </p>
        {run.pause !== null && (
          <Banner tone="warning" title={`Paused: ${run.pause.message}`}>
            It goes on by itself as soon as it can; nothing is lost. {run.pause.next_step}
          </Banner>
        )}
        <ol aria-label="What happened, in order">
          {visits.map((visit, index) => (
            <VisitRow
              key={visit.key}
              visit={visit}
              isLast={index === visits.length - 1}
              run={run}
              now={now}
            />
          ))}
        </ol>
      </CardBody>
    </Card>
  );
}

function titleOf(run: RunState): string {
  if (isOperation(run)) return "Run of an operation";
  return `${isRollback(run) ? "Rollback" : "Run"} of ${run.application_id}`;
}

function RunSubtitle({ run, now }: { readonly run: RunState; readonly now: number }) {
  return (
    <span className="font-mono text-xs text-ink-faint">
      {run.graph_id} · {formatDuration(elapsed_ms(run.started_at, run.ended_at ?? now))}
    </span>
  );
}

const STATE_TONES: Readonly<Record<string, Tone>> = {
  succeeded: "success",
  undone: "warning",
  escalated: "danger",
};

function RunBadge({ run }: { readonly run: RunState }) {
  if (run.completion_state !== null) {
    return <Badge tone={STATE_TONES[run.completion_state] ?? "neutral"}>{run.completion_state}</Badge>;
  }
  if (run.pause !== null) return <Badge tone="warning">paused</Badge>;
  const current = run.nodes.at(-1);
  if (current?.state === "queued") return <Badge>{stateWord(current)}</Badge>;
  const isWaiting = current !== undefined && visitState(current) === "waiting";
  return <Badge tone={isWaiting ? "warning" : "accent"}>{isWaiting ? "waiting for you" : "running"}</Badge>;
}

/** One sentence per node for screen readers; steps and timers stay silent. */
function announcement(run: RunState): string {
  if (run.completion_state !== null) return `The run has ended: ${run.completion_state}.`;
  const current = run.nodes.at(-1);
  if (current?.state === "queued") return `${nodeTitle(current.node)}: ${stateWord(current)}.`;
  return run.node === null ? "" : nodeTitle(run.node);
}
