import { type SyntheticEvent, useState } from "react";

import { startFocus } from "@/lib/startFocus";
import { plural } from "@/lib/time";
import { type SendingError } from "@/lib/useSending";
import { Button, Dialog, DialogFooter, ErrorNote, Field, Input } from "@/ui";

import type { Confirmation } from "./planModel";

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly effect: string;
  readonly confirmations: readonly Confirmation[];
  readonly isSending: boolean;
  readonly error: SendingError | null;
  /** Takes what was typed for each destructive step. */
  readonly onConfirm: (confirmed_steps: Record<string, string>) => void;
}

/** The explicit yes to what destroys something: the name typed, with the focus on Cancel. */
export function ConfirmDialog({ open, onClose, effect, ...rest }: ConfirmDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={`${effect}?`}
      description="This takes away what exists. Type the name to confirm that you mean it."
    >
      <ConfirmForm effect={effect} onClose={onClose} {...rest} />
    </Dialog>
  );
}

function ConfirmForm({
  onClose,
  effect,
  confirmations,
  isSending,
  error,
  onConfirm,
}: Omit<ConfirmDialogProps, "open">) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const isComplete = confirmations.every(({ name }) => typed[name] === name);
  const confirm = (event: SyntheticEvent) => {
    event.preventDefault();
    if (isComplete) onConfirm(confirmedSteps(confirmations, typed));
  };
  return (
    <form onSubmit={confirm} className="space-y-4">
      {confirmations.map(({ name, step_ids }) => (
        <Field
          key={name}
          label={
            <>
              Type <code className="rounded-sm bg-sunken px-1 py-0.5 select-all">{name}</code>
            </>
          }
          hint={`Covers ${plural(step_ids.length, "destructive step")}.`}
        >
          {(ids) => (
            <Input
              {...ids}
              value={typed[name] ?? ""}
              onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
      ))}
      {error !== null && <ErrorNote error={error} />}
      <DialogFooter>
        <Button ref={startFocus} onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="danger" isBusy={isSending} disabled={!isComplete || isSending}>
          {effect}
        </Button>
      </DialogFooter>
    </form>
  );
}

function confirmedSteps(
  confirmations: readonly Confirmation[],
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    confirmations.flatMap(({ name, step_ids }) => step_ids.map((step_id) => [step_id, typed[name] ?? ""])),
  );
}
