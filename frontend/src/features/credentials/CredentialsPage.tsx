import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";

import { useCredentials } from "@/connection";
import { sendingError } from "@/lib/useSending";
import { Button, EmptyState, ErrorNote, Skeleton } from "@/ui";

import { CredentialRow } from "./CredentialRow";
import { CredentialsDialog } from "./CredentialsDialog";

/** What is stored, without the keys. */
export function CredentialsPage() {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <div className="mx-auto max-w-3xl">
      <header className="mb-5 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 basis-72 grow">
          <h1 className="text-xl font-semibold tracking-[-0.015em]">Credentials</h1>
          <p className="mt-0.5 text-sm text-ink-muted">
            Encrypted in the vault, used only for plans that were approved, and never shown again.
          </p>
        </div>
        <Button variant="primary" onClick={() => setIsAdding(true)}>
          <Plus aria-hidden /> Add credentials
        </Button>
      </header>
      <CredentialList />
      <CredentialsDialog open={isAdding} onOpenChange={setIsAdding} />
    </div>
  );
}

function CredentialList() {
  const { data, error, isPending, refetch } = useCredentials();
  if (isPending)
    return (
      <div aria-busy="true">
        <Skeleton className="h-20" />
      </div>
    );
  if (error) {
    const retry = (
      <Button size="sm" onClick={() => void refetch()}>
        Try again
      </Button>
    );
    return <ErrorNote error={sendingError(error)} action={retry} />;
  }
  const shown = data.filter(({ kind }) => kind !== "environment_values");
  if (shown.length === 0) {
    return (
      <EmptyState icon={<KeyRound />} title="No credentials yet">
        Add an access key, a role, or the sandbox account, which needs no key at all.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
      {shown.map((credential) => (
        <CredentialRow key={credential.credential_id} credential={credential} />
      ))}
    </ul>
  );
}
