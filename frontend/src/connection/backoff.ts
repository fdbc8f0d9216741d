const FIRST_MS = 400;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the `attempt`-th try (from 1): doubling up to 15 s, and between half and all of it, so
 * that the tabs of a restarted server do not come back in one moment. `random` is in [0, 1).
 */
export function backoff_ms(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(whole * (0.5 + random / 2));
}
