import { ArrowUp } from "lucide-react";
import { useEffect, useId, useRef, type KeyboardEvent } from "react";

import { plural } from "@/lib/time";

import { useDraft } from "./useDraft";

const LONGEST = 8000;

/** Where the person writes. Enter sends, Shift+Enter makes a new line. */
export function Composer({
  session_id,
  placeholder,
  onSend,
}: {
  session_id: string;
  placeholder: string;
  onSend: (text: string) => void;
}) {
  const [draft, setDraft] = useDraft(session_id);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), [session_id]);
  const noteId = useId();
  const text = draft.trim();
  const excess = text.length - LONGEST;
  const canSend = text !== "" && excess <= 0;
  const send = () => {
    if (!canSend) return;
    setDraft("");
    onSend(text);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="rounded-xl border border-line-strong bg-raised p-1.5 shadow-raised transition-colors focus-within:border-accent"
    >
      {excess > 0 && (
        <p id={noteId} role="status" className="px-2.5 pt-1 text-xs text-danger-text">
          {plural(excess, "character")} too many: a message has at most {LONGEST}. Nothing is cut off.
        </p>
      )}
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          value={draft}
          rows={1}
          aria-invalid={excess > 0 || undefined}
          aria-describedby={excess > 0 ? noteId : undefined}
          aria-label="Message"
          placeholder={placeholder}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-48 min-h-9 min-w-0 grow resize-none bg-transparent px-2.5 py-1.5 outline-none placeholder:text-ink-faint"
        />
        <button
          type="submit"
          aria-label="Send"
          disabled={!canSend}
          className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-accent text-accent-ink transition-colors hover:bg-accent-hover disabled:cursor-not-allowed disabled:bg-hover disabled:text-ink-faint"
        >
          <ArrowUp aria-hidden className="size-4.5" />
        </button>
      </div>
    </form>
  );
}
