import { useState } from "react";

import type { CredentialSummary } from "@/contract";
import { Dialog, TabPanel, Tabs } from "@/ui";

import { CredentialForm } from "./CredentialForm";
import { StoredNote } from "./StoredNote";
import type { CredentialKind } from "./specs";

const TABS: readonly { readonly value: CredentialKind; readonly label: string }[] = [
  { value: "access_key", label: "Access key" },
  { value: "role", label: "Role" },
  { value: "sandbox_account", label: "Sandbox account" },
];

interface CredentialsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** "Configure AWS credentials": keys go to the vault over REST, and are never shown again. */
export function CredentialsDialog({ open, onOpenChange }: CredentialsDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Configure AWS credentials"
      description="They are checked with AWS, encrypted, and used only for a plan that you approved. Nobody can read them back, not even you."
    >
      <DialogBody onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function DialogBody({ onClose }: { readonly onClose: () => void }) {
  const [kind, setKind] = useState<string>("access_key");
  const [stored, setStored] = useState<CredentialSummary | null>(null);
  if (stored !== null) return <StoredNote credential={stored} onClose={onClose} />;
  return (
    <Tabs label="Kind of credential" tabs={TABS} value={kind} onValueChange={setKind}>
      {TABS.map(({ value }) => (
        <TabPanel key={value} value={value} className="pt-4">
          <CredentialForm kind={value} onStored={setStored} onCancel={onClose} />
        </TabPanel>
      ))}
    </Tabs>
  );
}
