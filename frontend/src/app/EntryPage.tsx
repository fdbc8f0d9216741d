import type { ReactNode } from "react";

import type { ServiceError } from "@/connection";
import { BrandMark, Button, ErrorNote } from "@/ui";

/** The frame of what stands before the door: set-up and sign-in. */
export function EntryPage({
  title,
  text,
  submit,
  isBusy,
  error,
  notice,
  onSubmit,
  children,
}: {
  title: string;
  text: ReactNode;
  submit: string;
  isBusy: boolean;
  error: ServiceError | null;
  notice?: ReactNode;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const send = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className="flex min-h-full items-center justify-center p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <BrandMark className="size-8" />
          <span className="text-lg font-semibold tracking-[-0.015em]">aws-copilot</span>
        </div>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-raised">
          <h1 className="text-xl font-semibold tracking-[-0.015em]">{title}</h1>
          <p className="mt-1 text-sm text-pretty text-ink-muted">{text}</p>
          {notice ? <div className="mt-4">{notice}</div> : null}
          <form onSubmit={send} className="mt-5 space-y-4">
            {children}
            {error ? <ErrorNote error={error} /> : null}
            <Button type="submit" variant="primary" isBusy={isBusy} className="w-full">
              {submit}
            </Button>
          </form>
        </div>
      </div>
    </main>
  );
}
