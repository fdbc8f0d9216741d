import { useEffect, useRef } from "react";

import type { CredentialSummary } from "@/contract";
import { formatAccount } from "@/lib/text";
import { Banner, Button, CopyText, DialogFooter } from "@/ui";

interface StoredNoteProps {
  readonly credential: CredentialSummary;
  readonly onClose: () => void;
}

/** Whose keys they are, as AWS answered. */
export function StoredNote({ credential, onClose }: StoredNoteProps) {
  const { name, account_id, arn, is_sandbox } = credential;
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  return (
    <>
      <Banner tone="success" title={`${name} is stored`}>
        {is_sandbox
          ? "The sandbox simulates an account on this machine: nothing in it is real, and it costs nothing."
          : "AWS says whose they are:"}
      </Banner>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <dt className="text-ink-faint">Account</dt>
        <dd className="font-mono">{account_id ? formatAccount(account_id) : "not known"}</dd>
        <dt className="text-ink-faint">Caller</dt>
        <dd className="min-w-0">{arn ? <CopyText text={arn} what="Copy ARN" /> : "not known"}</dd>
      </dl>
      <DialogFooter>
        <Button ref={done} variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
