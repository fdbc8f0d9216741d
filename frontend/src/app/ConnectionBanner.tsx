import { useEffect, useState } from "react";

import { formatUntil, plural } from "@/lib/time";
import { useNow } from "@/lib/useNow";
import { useSession } from "@/run";
import { Spinner } from "@/ui";

const PATIENCE_MS = 1000;
const SHOWN_MS = 3500;
/** Fewer events than this are no news. */
const WORTH_SAYING = 3;

/** Says when the line is down, only after a second and only what is known; and quietly when it is back. */
export function ConnectionBanner() {
  const { connection } = useSession();
  const isDown = connection.state === "connecting" || connection.state === "offline";
  const now = useNow(500, isDown);
  const [down_since_ms, setDownSince] = useState<number | null>(null);
  if (isDown && down_since_ms === null) setDownSince(connection.since_ms);
  if (!isDown && down_since_ms !== null) setDownSince(null);
  if (connection.state === "live") {
    return <CaughtUp key={connection.since_ms} count={connection.caught_up} />;
  }
  if (!isDown || down_since_ms === null || now - down_since_ms < PATIENCE_MS) return null;
  const text =
    connection.state === "offline"
      ? `No connection. Next try ${formatUntil(new Date(connection.retry_at_ms).toISOString(), now)}.`
      : "Connecting";
  return (
    <div
      role="status"
      className="flex items-center justify-center gap-2 border-b border-warning-line bg-warning-soft px-4 py-1.5 text-sm text-warning-text"
    >
      <Spinner /> {text} <span className="hidden sm:inline">Nothing is lost: the service keeps every run.</span>
    </div>
  );
}

function CaughtUp({ count }: { count: number }) {
  const [isShown, setIsShown] = useState(count >= WORTH_SAYING);
  useEffect(() => {
    const timer = window.setTimeout(() => setIsShown(false), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div role="status" className="relative z-10 flex h-0 justify-center">
      {isShown ? (
        <span className="mt-2 h-fit animate-fade rounded-full border border-line bg-raised px-3 py-0.5 text-xs text-ink-muted shadow-raised">
          Caught up, {plural(count, "event")}
        </span>
      ) : null}
    </div>
  );
}
