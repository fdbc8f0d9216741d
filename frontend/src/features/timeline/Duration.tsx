import { elapsed_ms, formatDuration } from "@/lib/time";

/** What takes less than is shown says nothing. */
const SHORTEST_MS = 50;

interface DurationProps {
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly now: number;
}

/** How long something took, or takes so far, by the server's times. */
export function Duration({ started_at, ended_at, now }: DurationProps) {
  if (started_at === null) return null;
  const taken_ms = elapsed_ms(started_at, ended_at ?? now);
  if (taken_ms < SHORTEST_MS) return null;
  return (
    <span className="shrink-0 font-mono whitespace-nowrap text-xs text-ink-faint tabular-nums">
      {formatDuration(taken_ms)}
    </span>
  );
}
