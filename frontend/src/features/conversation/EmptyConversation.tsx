import { ArrowUpRight } from "lucide-react";

import { BrandMark } from "@/ui";

import { ConnectAccount } from "./ConnectAccount";

const EXAMPLES = [
  {
    label: "Deploy the bundled example",
    text: "deploy examples/hello-fastapi to Lambda in us-east-1",
  },
  { label: "Deploy a repository", text: "deploy https://github.com/you/your-app to Lambda" },
  { label: "See what is running", text: "what is running?" },
];

/** A conversation before its first word. */
export function EmptyConversation({
  hasAccount,
  onChoose,
}: {
  hasAccount: boolean | undefined;
  onChoose: (text: string) => void;
}) {
  return (
    <div className="mx-auto flex min-h-full flex-col justify-center py-10">
      <BrandMark className="mb-5 size-11" />
      <h1 className="text-2xl font-semibold tracking-[-0.02em] text-balance">What shall we deploy?</h1>
      <p className="mt-2 max-w-xl text-pretty text-ink-muted">
        Say it in your own words. You get an exact plan first, with how each step is undone, and nothing changes
        before you approve it.
      </p>
      {hasAccount === false ? <ConnectAccount className="mt-6" /> : null}
      <ul aria-label="Examples" className="mt-4 grid gap-2 sm:grid-cols-3">
        {EXAMPLES.map(({ label, text }) => (
          <li key={label} className="flex">
            <button
              type="button"
              onClick={() => onChoose(text)}
              className="group flex w-full flex-col rounded-lg border border-line bg-surface p-3.5 text-left shadow-card transition-colors hover:border-accent-line hover:bg-accent-soft"
            >
              <span className="flex w-full items-start justify-between gap-2 text-sm font-medium">
                {label}
                <ArrowUpRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint group-hover:text-accent-text" />
              </span>
              <span className="mt-1 text-sm break-words text-ink-muted">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
