import { Boxes, Coins, KeyRound, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import type { ArtefactReference, Plan, SourceReference } from "@/contract";
import { formatBytes, shortenDigest } from "@/lib/text";
import { plural } from "@/lib/time";
import { CopyButton, CopyText, Disclosure } from "@/ui";

/** What is deployed, which permissions that takes, and what it costs. */
export function PlanDetails({ plan }: { readonly plan: Plan }) {
  const permissions = new Set(plan.steps.flatMap(({ iam_actions }) => iam_actions));
  return (
    <div className="space-y-2 px-4 py-3.5 sm:px-5">
      {(plan.source !== null || plan.artefacts.length > 0) && (
        <Section icon={Boxes} title={plan.source === null ? "What is uploaded" : "What is deployed"} aside={sourceWord(plan.source)}>
          {plan.source && <Source source={plan.source} />}
          {plan.artefacts.map((artefact) => (
            <Artefact key={artefact.digest} artefact={artefact} />
          ))}
        </Section>
      )}
      <Section
        icon={KeyRound}
        title="What permissions this needs"
        aside={plural(permissions.size, "IAM action")}
      >
        <Permissions policy={JSON.stringify(plan.iam_policy, null, 2)} />
      </Section>
      <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-ink-muted">
        <Coins aria-hidden className="ml-0.5 size-3.5 shrink-0 text-ink-faint" />
        Monthly cost: <span className="font-medium text-ink">{plan.cost}</span>
      </p>
    </div>
  );
}

interface SectionProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly aside: string | null;
  readonly children: ReactNode;
}

function Section({ icon: Icon, title, aside, children }: SectionProps) {
  const summary = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
      <Icon aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      <span className="font-medium text-ink">{title}</span>
      {aside !== null && <span className="text-xs text-ink-faint">{aside}</span>}
    </span>
  );
  return (
    <Disclosure summary={summary}>
      <div className="space-y-3 pl-5.5">{children}</div>
    </Disclosure>
  );
}

function sourceWord(source: SourceReference | null): string | null {
  if (source === null) return null;
  return source.commit === null ? "content of a folder" : `commit ${source.commit.slice(0, 12)}`;
}

function Source({ source }: { readonly source: SourceReference }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
      <Fact name="From">
        <code className="wrap-anywhere">{source.repository ?? source.location}</code>
      </Fact>
      {source.branch !== null && <Fact name="Branch">{source.branch}</Fact>}
      <Fact name="Commit">
        {source.commit === null ? (
          "none: not a Git repository"
        ) : (
          <CopyText text={source.commit} shown={source.commit.slice(0, 12)} what="Copy commit" />
        )}
      </Fact>
      <Fact name="Content">
        <CopyText
          text={source.content_digest}
          shown={shortenDigest(source.content_digest)}
          what="Copy content digest"
        />
      </Fact>
      {source.uncommitted.length > 0 && (
        <Fact name="Uncommitted">
          <span className="text-warning-text">
            {plural(source.uncommitted.length, "file")} not in the commit:{" "}
            <code>{source.uncommitted.join(", ")}</code>
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Artefact({ artefact }: { readonly artefact: ArtefactReference }) {
  const { size_bytes, unzipped_bytes, dependencies, digest, notes } = artefact;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
      <Fact name="Package">
        {formatBytes(size_bytes)}, {formatBytes(unzipped_bytes)} unpacked
      </Fact>
      <Fact name="Digest">
        <CopyText text={digest} shown={shortenDigest(digest)} what="Copy package digest" />
      </Fact>
      <Fact name="Contains">
        <code className="wrap-anywhere">{dependencies.join(", ") || "no dependencies"}</code>
      </Fact>
      {notes.length > 0 && <Fact name="Notes">{notes.join(" ")}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="py-px text-ink-faint">{name}</dt>
      <dd className="min-w-0 py-px text-ink-muted">{children}</dd>
    </div>
  );
}

function Permissions({ policy }: { readonly policy: string }) {
  return (
    <div className="relative">
      <p className="mb-1.5 text-xs text-ink-faint">
        The whole of it, and nothing more: give the caller this policy where a step is refused.
      </p>
      <pre
        tabIndex={0}
        aria-label="IAM policy"
        className="max-h-64 overflow-auto rounded-md border border-line bg-sunken p-3 text-xs"
      >
        {policy}
      </pre>
      <CopyButton
        text={policy}
        what="Copy policy"
        className="absolute right-2 bottom-2 border border-line bg-surface"
      />
    </div>
  );
}
