import { type SyntheticEvent, useEffect, useRef, useState } from "react";

import { Button, ErrorNote, Field, Textarea } from "@/ui";

import type { ApprovalForm } from "./useApprovalForm";

const LONGEST_REASON = 2000;

interface RejectFormProps {
  readonly form: ApprovalForm;
  readonly onCancel: () => void;
}

/** Why not; the reason goes back to who planned. */
export function RejectForm({ form, onCancel }: RejectFormProps) {
  const [reason, setReason] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const reject = (event: SyntheticEvent) => {
    event.preventDefault();
    void form.reject(reason);
  };
  return (
    <form onSubmit={reject} onKeyDown={({ key }) => key === "Escape" && onCancel()} className="space-y-3">
      <Field label="Why not?" end="optional" hint="Nothing is changed. The reason is kept with the run.">
        {(ids) => (
          <Textarea
            {...ids}
            ref={field}
            rows={2}
            maxLength={LONGEST_REASON}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {form.error !== null && <ErrorNote error={form.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Back to the plan</Button>
        <Button type="submit" variant="danger" isBusy={form.isSending} disabled={form.isSending}>
          Reject the plan
        </Button>
      </div>
    </form>
  );
}
