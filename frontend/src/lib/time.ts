/** Times and durations for people. All input is RFC 3339 or milliseconds; nothing here reads the clock. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Milliseconds from `from` to `to`; never negative, because clocks of two machines differ. */
export function elapsed_ms(from: string, to: string | number): number {
  const end = typeof to === "number" ? to : Date.parse(to);
  return Math.max(0, end - Date.parse(from));
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(duration_ms: number): string {
  if (duration_ms < 10_000) return `${(duration_ms / 1000).toFixed(1)} s`;
  if (duration_ms < MINUTE_MS) return `${Math.floor(duration_ms / 1000)} s`;
  if (duration_ms < HOUR_MS) {
    const seconds = Math.floor((duration_ms % MINUTE_MS) / 1000);
    return `${Math.floor(duration_ms / MINUTE_MS)} min ${String(seconds).padStart(2, "0")} s`;
  }
  const minutes = Math.floor((duration_ms % HOUR_MS) / MINUTE_MS);
  return `${Math.floor(duration_ms / HOUR_MS)} h ${String(minutes).padStart(2, "0")} min`;
}

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`; a date when it is older than a week. */
export function formatAgo(moment: string, now_ms: number): string {
  const ago = elapsed_ms(moment, now_ms);
  if (ago < MINUTE_MS) return "just now";
  if (ago < HOUR_MS) return `${Math.floor(ago / MINUTE_MS)} min ago`;
  if (ago < DAY_MS) return `${Math.floor(ago / HOUR_MS)} h ago`;
  if (ago < 7 * DAY_MS) return plural(Math.floor(ago / DAY_MS), "day") + " ago";
  return formatDate(moment);
}

/** `in 23 h 50 min`, or `now` when it has passed. */
export function formatUntil(moment: string, now_ms: number): string {
  const left = Date.parse(moment) - now_ms;
  return left <= 0 ? "now" : `in ${formatDuration(left)}`;
}

/** `14:03:22`, in the reader's time zone. */
export function formatClock(moment: string): string {
  return new Date(moment).toLocaleTimeString(undefined, { hour12: false });
}

/** Date and minute, in the reader's language and time zone. */
export function formatDate(moment: string): string {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** `1 step`, `3 steps`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}
