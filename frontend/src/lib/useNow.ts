import { useEffect, useState } from "react";

/** The time in milliseconds, renewed each `every_ms` while `isTicking`. */
export function useNow(every_ms = 1000, isTicking = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const timer = window.setInterval(() => setNow(Date.now()), every_ms);
    return () => window.clearInterval(timer);
  }, [every_ms, isTicking]);
  return now;
}
