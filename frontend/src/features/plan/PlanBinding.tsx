import { Timer } from "lucide-react";

import type { ApprovalQuestion } from "@/contract";
import { cn } from "@/lib/cn";
import { shortenDigest } from "@/lib/text";
import { formatUntil } from "@/lib/time";
import { CopyText } from "@/ui";

const SOON_MS = 15 * 60_000;

interface PlanBindingProps {
  readonly question: ApprovalQuestion;
  /** `null` where the answer was given or the card is locked: then nothing counts down. */
  readonly now: number | null;
}

/** The two digests that an answer binds, and until when it can be given. */
export function PlanBinding({ question, now }: PlanBindingProps) {
  const { plan_digest, change_set_digest, expires_at } = question;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-xs text-ink-faint">
      <Digest name="Plan" digest={plan_digest} />
      <Digest name="Preview" digest={change_set_digest} />
      {now !== null && <Expiry expires_at={expires_at} now={now} />}
    </div>
  );
}

function Digest({ name, digest }: { readonly name: string; readonly digest: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {name}
      <CopyText text={digest} shown={shortenDigest(digest)} what={`Copy ${name.toLowerCase()} digest`} />
    </span>
  );
}

function Expiry({ expires_at, now }: { readonly expires_at: string; readonly now: number }) {
  const isSoon = Date.parse(expires_at) - now < SOON_MS;
  return (
    <span
      role="timer"
      className={cn("inline-flex items-center gap-1", isSoon && "font-medium text-warning-text")}
    >
      <Timer aria-hidden className="size-3.5" /> expires {formatUntil(expires_at, now)}
    </span>
  );
}
