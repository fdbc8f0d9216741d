import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

import { cn } from "@/lib/cn";
import { IconButton } from "@/ui/Button";

const SHOWN_MS = 1600;

/** Copies `text`; says for a moment whether it did. */
export function CopyButton({
  text,
  what = "Copy",
  className,
}: {
  text: string;
  /** The action, such as `Copy ARN`. */
  what?: string;
  className?: string;
}) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = window.setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  };
  return (
    <>
      <IconButton
        label={outcome === "failed" ? "The browser did not allow it" : outcome ? "Copied" : what}
        icon={outcome === "copied" ? <Check className="text-success-text" /> : <Copy />}
        onClick={copy}
        className={cn("size-6 [&_svg]:size-3.5", className)}
      />
      <span role="status" className="sr-only">
        {outcome === "copied" ? "Copied" : ""}
      </span>
    </>
  );
}

/** An id or ARN in its own type, with its copy button; `shown` is what is read, `text` what is copied. */
export function CopyText({
  text,
  shown = text,
  what,
  className,
}: {
  text: string;
  shown?: string;
  what?: string;
  className?: string;
}) {
  return (
    <span className={cn("inline-flex max-w-full min-w-0 items-center gap-0.5", className)}>
      <code title={text} className="truncate text-[0.92em]">
        {shown}
      </code>
      <CopyButton text={text} {...(what === undefined ? {} : { what })} />
    </span>
  );
}
