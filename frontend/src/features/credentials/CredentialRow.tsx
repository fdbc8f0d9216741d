import { FlaskConical, GitBranch, KeyRound, type LucideIcon, Trash2, UserCog } from "lucide-react";
import { useState } from "react";

import type { CredentialSummary } from "@/contract";
import { startFocus } from "@/lib/startFocus";
import { formatAccount } from "@/lib/text";
import { formatDate } from "@/lib/time";
import { sendingError } from "@/lib/useSending";
import { Badge, Button, CopyText, Dialog, DialogFooter, ErrorNote, IconButton } from "@/ui";

import { useDeleteCredential } from "./queries";

type Look = readonly [LucideIcon, string];

const LOOKS: Readonly<Record<CredentialSummary["kind"], Look>> = {
  access_key: [KeyRound, "Access key"],
  role: [UserCog, "Role"],
  sandbox_account: [FlaskConical, "Sandbox account"],
  github_token: [GitBranch, "GitHub token"],
  environment_values: [KeyRound, "Environment values"],
};

/** One credential by what may be known of it: its last four, its account, its ARN. */
export function CredentialRow({ credential }: { readonly credential: CredentialSummary }) {
  const [isDeleting, setIsDeleting] = useState(false);
  const { name, kind, last_four, account_id, arn, is_sandbox, expires_at, created_at } = credential;
  const [Icon, word] = LOOKS[kind];
  return (
    <li className="flex items-start gap-3 px-4 py-3.5">
      <span
        aria-hidden
        className="flex size-8 shrink-0 items-center justify-center rounded-md border border-line bg-sunken text-ink-muted [&_svg]:size-4"
      >
        <Icon />
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium wrap-anywhere">{name}</span>
          {is_sandbox && <Badge tone="sandbox">SANDBOX</Badge>}
          {last_four && <code className="text-xs text-ink-faint">····{last_four}</code>}
        </p>
        <p className="text-xs text-ink-faint">
          {word} · added {formatDate(created_at)}
          {expires_at ? ` · expires ${formatDate(expires_at)}` : ""}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-4 text-xs text-ink-muted">
          {account_id && <span className="font-mono">{formatAccount(account_id)}</span>}
          {arn && <CopyText text={arn} what="Copy ARN" />}
        </p>
      </div>
      <IconButton label={`Delete ${name}`} icon={<Trash2 />} onClick={() => setIsDeleting(true)} />
      <DeleteDialog credential={credential} open={isDeleting} onClose={() => setIsDeleting(false)} />
    </li>
  );
}

interface DeleteDialogProps {
  readonly credential: CredentialSummary;
  readonly open: boolean;
  readonly onClose: () => void;
}

function DeleteDialog({ credential: { credential_id, name }, open, onClose }: DeleteDialogProps) {
  const { mutate, isPending, error } = useDeleteCredential();
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={`Delete ${name}?`}
      description="The keys are destroyed here; nothing changes in AWS. Deployments made with them stay, but need other keys to be changed or rolled back."
    >
      {error !== null && <ErrorNote error={sendingError(error)} />}
      <DialogFooter>
        <Button ref={startFocus} onClick={onClose}>
          Cancel
        </Button>
        <Button
          variant="danger"
          isBusy={isPending}
          disabled={isPending}
          onClick={() => mutate(credential_id, { onSuccess: onClose })}
        >
          Delete the credentials
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
