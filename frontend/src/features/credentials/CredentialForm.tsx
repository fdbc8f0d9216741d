import { FlaskConical } from "lucide-react";
import { type SyntheticEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";

import type { CredentialSummary } from "@/contract";
import { sendingError } from "@/lib/useSending";
import { Button, DialogFooter, ErrorNote } from "@/ui";

import { CredentialInput } from "./CredentialInput";
import { useAddCredential } from "./queries";
import { type CredentialKind, type CredentialValues, errorsIn, FIELDS, specOf } from "./specs";

const FIRST_NAMES: Readonly<Record<CredentialKind, string>> = {
  access_key: "my account",
  role: "deployer role",
  sandbox_account: "sandbox",
};

interface CredentialFormProps {
  readonly kind: CredentialKind;
  readonly onStored: (credential: CredentialSummary) => void;
  readonly onCancel: () => void;
}

/** The fields of one kind; secrets live in them until they are sent, and go with the form. */
export function CredentialForm({ kind, onStored, onCancel }: CredentialFormProps) {
  const [values, setValues] = useState<CredentialValues>({ name: FIRST_NAMES[kind] });
  const [isTried, setIsTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { mutate, isPending, error } = useAddCredential();
  const errors = errorsIn(kind, values);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    flushSync(() => setIsTried(true));
    if (Object.keys(errors).length === 0) mutate(specOf(kind, values), { onSuccess: onStored });
    else form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="space-y-4">
      {kind === "sandbox_account" && <SandboxNote />}
      {FIELDS[kind].map((field, index) => (
        <CredentialInput
          key={field.name}
          field={field}
          isFirst={index === 0}
          value={values[field.name] ?? ""}
          error={isTried ? errors[field.name] : undefined}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      {error !== null && <ErrorNote error={sendingError(error)} />}
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isPending} disabled={isPending}>
          {kind === "sandbox_account" ? "Use the sandbox" : "Check and store"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function SandboxNote() {
  return (
    <p className="flex items-start gap-2.5 rounded-md border border-sandbox-line bg-sandbox-soft px-3 py-2.5 text-sm text-sandbox-text">
      <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0" />A simulated account on this machine. No
      key, no cost, and the same plan, approval and undo as in a real one.
    </p>
  );
}
