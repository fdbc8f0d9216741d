import { cn } from "@/lib/cn";
import { plural } from "@/lib/time";
import { Disclosure } from "@/ui";

import { Duration } from "./Duration";
import { StateMark } from "./StateMark";
import type { ShownStatus, TimelineStep } from "./timelineModel";

interface StepRowsProps {
  readonly steps: readonly TimelineStep[];
  /** Shown in full while it happens; afterwards one line tells how it went. */
  readonly isOpen: boolean;
  readonly now: number;
}

export function StepRows({ steps, isOpen, now }: StepRowsProps) {
  const rows = (
    <ol aria-label="Steps" className="space-y-px">
      {steps.map((step) => (
        <StepLine key={step.step_id} step={step} now={now} />
      ))}
    </ol>
  );
  if (isOpen) return <div className="mt-1">{rows}</div>;
  const hasFailed = steps.some(({ state }) => state === "failed");
  return (
    <Disclosure
      summary={<span className="text-xs">{countWords(steps)}</span>}
      defaultOpen={hasFailed}
      className="mt-0.5"
    >
      {rows}
    </Disclosure>
  );
}

function StepLine({ step, now }: { readonly step: TimelineStep; readonly now: number }) {
  return (
    <li className="flex items-start gap-1.5 text-sm">
      <StateMark state={step.state} className="size-5" />
      <span className={cn("min-w-0 flex-1 wrap-anywhere", step.state === "planned" && "text-ink-faint")}>
        {step.title}
      </span>
      <span className="shrink-0 text-xs leading-5 text-ink-faint">{step.state}</span>
      {step.state !== "undone" && (
        <span className="min-w-12 text-right leading-5 empty:hidden sm:empty:block">
          <Duration started_at={step.started_at} ended_at={step.ended_at} now={now} />
        </span>
      )}
    </li>
  );
}

const COUNTED: readonly ShownStatus[] = ["applied", "unchanged", "read", "undone", "failed", "running"];

/** "12 steps applied", "11 applied, 1 failed". */
function countWords(steps: readonly TimelineStep[]): string {
  const counts = COUNTED.map(
    (state) => [steps.filter((step) => step.state === state).length, state] as const,
  );
  const present = counts.filter(([count]) => count > 0);
  const [only] = present;
  if (only !== undefined && present.length === 1) return `${plural(only[0], "step")} ${only[1]}`;
  return present.map(([count, state]) => `${count} ${state}`).join(", ");
}
