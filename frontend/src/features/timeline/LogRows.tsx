import { useEffect, useRef } from "react";

import type { Event } from "@/contract";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/time";

import { type LogLine, logLine } from "./logSentences";

interface LogRowsProps {
  readonly events: readonly Event[];
  /** Start at the first row that tells of an error. */
  readonly isAtError: boolean;
}

/** The log of one node visit; it scrolls in itself and never moves the page. */
export function LogRows({ events, isAtError }: LogRowsProps) {
  const box = useRef<HTMLOListElement>(null);
  const lines = events.map(logLine);
  useEffect(() => {
    const row = isAtError ? box.current?.querySelector<HTMLElement>("[data-level=error]") : null;
    if (row && box.current) box.current.scrollTop = row.offsetTop - box.current.offsetTop;
  }, [isAtError]);
  return (
    <ol
      ref={box}
      tabIndex={0}
      aria-label="Log"
      className="max-h-52 overflow-y-auto rounded-md border border-line bg-sunken py-1 font-mono text-xs"
    >
      {lines.map((line) => (
        <LogRow key={line.key} line={line} />
      ))}
    </ol>
  );
}

function LogRow({ line }: { readonly line: LogLine }) {
  const isError = line.level === "error";
  return (
    <li
      data-level={line.level}
      className={cn("flex gap-2.5 px-2.5 py-0.5", isError && "bg-danger-soft text-danger-text")}
    >
      <time dateTime={line.time} className="shrink-0 text-ink-faint">
        {formatClock(line.time)}
      </time>
      <span className="min-w-0 wrap-anywhere">
        {isError && <span className="font-semibold">error: </span>}
        {line.text}
      </span>
    </li>
  );
}
