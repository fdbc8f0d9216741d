import { Check, CircleDashed, Clock, Equal, Eye, Hourglass, type LucideIcon, Minus, RotateCcw, X } from "lucide-react";

import { cn } from "@/lib/cn";
import { Spinner } from "@/ui";

import type { VisitState } from "./nodeWords";
import type { ShownStatus } from "./timelineModel";

type Look = readonly [LucideIcon | typeof Spinner, string];

const LOOKS: Readonly<Record<VisitState | ShownStatus, Look>> = {
  queued: [Clock, "border-line-strong bg-sunken text-ink-muted"],
  running: [Spinner, "border-accent-line bg-accent-soft text-accent-text"],
  waiting: [Hourglass, "border-warning-line bg-warning-soft text-warning-text"],
  done: [Check, "border-success-line bg-success-soft text-success-text"],
  stopped: [Minus, "border-line-strong bg-sunken text-ink-muted"],
  failed: [X, "border-danger-line bg-danger-soft text-danger-text"],
  planned: [CircleDashed, "border-transparent text-ink-faint"],
  applied: [Check, "border-transparent text-success-text"],
  unchanged: [Equal, "border-transparent text-ink-faint"],
  read: [Eye, "border-transparent text-ink-muted"],
  undone: [RotateCcw, "border-transparent text-replace-text"],
};

interface StateMarkProps {
  readonly state: VisitState | ShownStatus;
  readonly className?: string;
}

/** The symbol of a state; the word always stands beside it. */
export function StateMark({ state, className }: StateMarkProps) {
  const [Icon, tone] = LOOKS[state];
  return (
    <span
      aria-hidden
      className={cn(
        "flex size-6 shrink-0 items-center justify-center rounded-full border [&_svg]:size-3.5",
        tone,
        className,
      )}
    >
      <Icon />
    </span>
  );
}
