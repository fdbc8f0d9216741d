import { CircleHelp, Equal, FileDiff } from "lucide-react";
import type { ReactNode } from "react";

import type { AccountChange } from "@/contract";
import { shortenDigest } from "@/lib/text";
import { plural } from "@/lib/time";
import { CopyText, Disclosure } from "@/ui";

/** Whether the account is as it was before the plan, and the digests that prove it; nothing where nobody looked. */
export function AccountNote({ change }: { readonly change: AccountChange | null }) {
  if (change === null) return null;
  if (change.is_equal === null) {
    return (
      <p className="flex items-start gap-2 text-sm text-ink-muted">
        <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 wrap-anywhere">
          Whether the account changed cannot be told: {change.reason}
        </span>
      </p>
    );
  }
  const { changed } = change;
  const differ = `${plural(changed.length, "resource")} of the account ${changed.length === 1 ? "differs" : "differ"}`;
  return (
    <Disclosure
      summary={
        change.is_equal ? (
          <Summary icon={<Equal aria-hidden />} text="The account is as before" change={change} />
        ) : (
          <Summary icon={<FileDiff aria-hidden />} text={`${differ} from before`} change={change} />
        )
      }
    >
      <div className="space-y-2 pl-5.5 text-xs">
        {changed.length > 0 && (
          <ul aria-label="Resources that differ" className="space-y-0.5">
            {changed.map((name) => (
              <li key={name}>
                <code className="wrap-anywhere text-ink-muted">{name}</code>
              </li>
            ))}
          </ul>
        )}
        <Digests change={change} />
      </div>
    </Disclosure>
  );
}

interface SummaryProps {
  readonly icon: ReactNode;
  readonly text: string;
  readonly change: AccountChange;
}

function Summary({ icon, text, change }: SummaryProps) {
  return (
    <span className="flex min-w-0 items-center gap-x-1.5 [&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:text-ink-faint">
      {icon}
      <span className="min-w-0">
        <span className="font-medium text-ink">{text}</span>
        {!change.is_complete && <span className="text-xs text-ink-faint"> as far as it was read</span>}
      </span>
    </span>
  );
}

function Digests({ change: { before, after } }: { readonly change: AccountChange }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      <Digest name="Digest before" digest={before} />
      <Digest name="Digest after" digest={after} />
    </dl>
  );
}

function Digest({ name, digest }: { readonly name: string; readonly digest: string | null }) {
  if (digest === null) return null;
  return (
    <div className="contents">
      <dt className="py-px text-ink-faint">{name}</dt>
      <dd className="min-w-0 py-px text-ink-muted">
        <CopyText text={digest} shown={shortenDigest(digest)} what={`Copy ${name.toLowerCase()}`} />
      </dd>
    </div>
  );
}
