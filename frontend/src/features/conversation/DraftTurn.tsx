import { cn } from "@/lib/cn";
import { BrandMark } from "@/ui";

import { Markdown } from "./Markdown";

/** Most replies are there at once; only who waits is shown that something is being done. */
const SHOWN_LATER = "animate-fade [animation-delay:250ms]";

/**
 * A reply while it is being written. It is inert: screen readers are told that it is being written, and then hear
 * the whole reply, which takes its place; nothing in it can be pressed before it was checked.
 */
export function DraftTurn({ text }: { text: string }) {
  return (
    <>
      <p role="status" className="sr-only">
        Copilot is writing.
      </p>
      <div inert data-draft className={cn("flex gap-3", text ? "" : SHOWN_LATER)}>
        <BrandMark className="mt-0.5 size-6 shrink-0" />
        <div className="ends-with-caret min-w-0 grow pt-px">{text ? <Markdown text={text} /> : <p />}</div>
      </div>
    </>
  );
}
