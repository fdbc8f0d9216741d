import { memo } from "react";

import { formatClock } from "@/lib/time";
import type { Turn } from "@/run";
import { BrandMark } from "@/ui";

import { Markdown } from "./Markdown";

/** One message of the person, or one reply. */
export const TurnView = memo(function TurnView({ turn }: { turn: Turn }) {
  return turn.author === "person" ? (
    <PersonTurn text={turn.text} occurred_at={turn.occurred_at} />
  ) : (
    <div className="flex gap-3">
      <BrandMark className="mt-0.5 size-6 shrink-0" />
      <div className="min-w-0 grow pt-px">
        <span className="sr-only">Copilot says: </span>
        <div>
          <Markdown text={turn.text} />
        </div>
      </div>
    </div>
  );
});

function PersonTurn({ text, occurred_at }: { text: string; occurred_at: string }) {
  return (
    <div className="flex justify-end pl-8 sm:pl-20">
      <div
        title={formatClock(occurred_at)}
        className="max-w-full rounded-xl rounded-br-sm border border-accent-line bg-accent-soft px-3.5 py-2 break-words whitespace-pre-wrap"
      >
        <span className="sr-only">You said: </span>
        {text}
      </div>
    </div>
  );
}
