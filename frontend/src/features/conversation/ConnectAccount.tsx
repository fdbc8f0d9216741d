import { FlaskConical, KeyRound } from "lucide-react";
import { useState } from "react";

import { asServiceError, useSandboxAccount } from "@/connection";
import { CredentialsDialog } from "@/features/credentials";
import { cn } from "@/lib/cn";
import { Button, ErrorNote } from "@/ui";

/** The two ways to an account: the simulated one, or one's own. */
export function ConnectAccount({ className }: { className?: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const sandbox = useSandboxAccount();
  return (
    <div className={cn("rounded-lg border border-sandbox-line bg-sandbox-soft p-4", className)}>
      <p className="font-medium">No AWS account is connected yet.</p>
      <p className="mt-0.5 text-sm text-pretty text-ink-muted">
        The sandbox is a simulated account on this machine: no keys, no costs, the same plans and the same undo.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button variant="primary" isBusy={sandbox.isPending} onClick={() => sandbox.mutate()}>
          <FlaskConical aria-hidden /> Use the sandbox
        </Button>
        <Button onClick={() => setIsOpen(true)}>
          <KeyRound aria-hidden /> Connect AWS
        </Button>
      </div>
      {sandbox.isError ? <ErrorNote error={asServiceError(sandbox.error)} className="mt-3" /> : null}
      <CredentialsDialog open={isOpen} onOpenChange={setIsOpen} />
    </div>
  );
}
