import type { OutgoingMessage } from "@/run";
import { Button, Spinner } from "@/ui";

/** A message that the service does not have yet: on its way, or to be sent again. */
export function OutgoingTurn({
  message,
  onRetry,
  onDiscard,
}: {
  message: OutgoingMessage;
  onRetry: () => void;
  onDiscard: () => void;
}) {
  const isFailed = message.state === "failed";
  return (
    <div className="flex flex-col items-end gap-1.5 pl-8 sm:pl-20">
      <div className="max-w-full rounded-xl rounded-br-sm border border-dashed border-accent-line bg-accent-soft px-3.5 py-2 break-words whitespace-pre-wrap">
        <span className="sr-only">You said: </span>
        {message.text}
      </div>
      {isFailed ? (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-xs text-danger-text">
          <span>
            Not sent. {message.error?.message} {message.error?.next_step}
          </span>
          <Button size="sm" onClick={onRetry}>
            Send again
          </Button>
          <Button size="sm" variant="ghost" onClick={onDiscard}>
            Discard
          </Button>
        </div>
      ) : (
        <p className="flex items-center gap-1 text-xs text-ink-faint">
          <Spinner className="size-3" /> Sending
        </p>
      )}
    </div>
  );
}
