import { ChevronDown, Repeat2 } from "lucide-react";
import type { ReactNode } from "react";

import type { Event } from "@/contract";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/time";
import type { NodeVisit, RunFailure, RunState } from "@/run/types";
import { Badge, Disclosure } from "@/ui";

import { Duration } from "./Duration";
import { FailureNote } from "./FailureNote";
import { LogRows } from "./LogRows";
import { nodeTitle, stateWord, type VisitState, visitState } from "./nodeWords";
import { StateMark } from "./StateMark";
import { StepRows } from "./StepRows";
import type { TimelineVisit } from "./timelineModel";

interface VisitRowProps {
  readonly visit: TimelineVisit;
  readonly isLast: boolean;
  readonly run: RunState;
  readonly now: number;
}

/** Start and end alone are no log worth opening. */
const SHORTEST_LOG = 3;

/** One visit of a node: what it is, how it stands, its steps, and its log. */
export function VisitRow({
  visit: { visit, steps, log, is_failing },
  isLast,
  run,
  now,
}: VisitRowProps) {
  const heading = <VisitHeading visit={visit} now={now} />;
  return (
    <li
      aria-current={is_failing || (visit.state === "running" && isLast) ? "step" : undefined}
      data-node={visit.node}
      className="relative flex gap-3 pb-3 last:pb-0"
    >
      {!isLast && <span aria-hidden className="absolute top-7 bottom-0.5 left-3 w-px bg-line" />}
      <StateMark state={visitState(visit)} />
      <div className="min-w-0 flex-1">
        {log.length < SHORTEST_LOG || is_failing ? (
          <div className="pr-6">{heading}</div>
        ) : (
          <LogDisclosure heading={heading} log={log} />
        )}
        {is_failing && run.failure !== null && <Failing failure={run.failure} run={run} log={log} />}
        {steps.length > 0 && <StepRows steps={steps} isOpen={visit.state === "running"} now={now} />}
      </div>
    </li>
  );
}

function VisitHeading({ visit, now }: { readonly visit: NodeVisit; readonly now: number }) {
  return (
    <div className="flex min-h-6 min-w-0 flex-1 items-center gap-2.5">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-0.5">
        <span className="text-sm font-medium">{nodeTitle(visit.node)}</span>
        <StateWord state={visitState(visit)} word={stateWord(visit)} />
        {visit.visit > 1 && (
          <Badge tone="info" icon={<Repeat2 aria-hidden />}>
            visit {visit.visit}
          </Badge>
        )}
      </div>
      <Duration started_at={visit.started_at} ended_at={visit.ended_at} now={now} />
    </div>
  );
}

interface FailingProps {
  readonly failure: RunFailure;
  readonly run: RunState;
  readonly log: readonly Event[];
}

/** The explanation first; the log below it is open at the first error. */
function Failing({ failure, run, log }: FailingProps) {
  return (
    <>
      <FailureNote failure={failure} run={run} />
      <Disclosure defaultOpen summary={<span className="text-xs">{plural(log.length, "log row")}</span>}>
        <LogRows events={log} isAtError />
      </Disclosure>
    </>
  );
}

interface LogDisclosureProps {
  readonly heading: ReactNode;
  readonly log: readonly Event[];
}

/** The whole row opens the log. */
function LogDisclosure({ heading, log }: LogDisclosureProps) {
  return (
    <details className="group/log">
      <summary
        title={plural(log.length, "log row")}
        className="-mx-1.5 flex list-none items-center gap-2 rounded-sm px-1.5 hover:bg-hover [&::-webkit-details-marker]:hidden"
      >
        {heading}
        <ChevronDown
          aria-hidden
          className="size-4 shrink-0 text-ink-faint transition-transform group-open/log:rotate-180"
        />
      </summary>
      <div className="mt-1.5">
        <LogRows events={log} isAtError={false} />
      </div>
    </details>
  );
}

const STATE_TONES: Readonly<Record<VisitState, string>> = {
  queued: "text-ink-muted",
  running: "text-accent-text",
  waiting: "text-warning-text",
  done: "text-ink-faint",
  stopped: "text-ink-muted",
  failed: "font-medium text-danger-text",
};

function StateWord({ state, word }: { readonly state: VisitState; readonly word: string }) {
  return <span className={cn("text-xs", STATE_TONES[state])}>{word}</span>;
}
