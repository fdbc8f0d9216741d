import { useRef, useState } from "react";
import { flushSync } from "react-dom";

import type { ApprovalQuestion } from "@/contract";
import { Button, ErrorNote } from "@/ui";

import { effectSentence } from "./changeKinds";
import { ConfirmDialog } from "./ConfirmDialog";
import { confirmationsOf } from "./planModel";
import { RejectForm } from "./RejectForm";
import type { ApprovalForm } from "./useApprovalForm";

type Mode = "idle" | "confirming" | "rejecting";

interface ApprovalBarProps {
  readonly question: ApprovalQuestion;
  readonly form: ApprovalForm;
}

/** Approve, which names its effect, and Reject, which takes a reason. */
export function ApprovalBar({ question, form }: ApprovalBarProps) {
  const [mode, setMode] = useState<Mode>("idle");
  const approveButton = useRef<HTMLButtonElement>(null);
  const confirmations = confirmationsOf(question);
  const effect = effectSentence(question.change_set.changes);
  const leaveDialog = () => {
    flushSync(() => setMode("idle"));
    approveButton.current?.focus();
  };
  if (mode === "rejecting") return <RejectForm form={form} onCancel={() => setMode("idle")} />;
  const isDestructive = confirmations.length > 0;
  return (
    <div className="space-y-2.5">
      {form.error !== null && mode === "idle" && <ErrorNote error={form.error} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <WhyLocked form={form} isDestructive={isDestructive} />
        <Button onClick={() => setMode("rejecting")} disabled={form.isSending}>
          Reject…
        </Button>
        <Button
          ref={approveButton}
          variant={isDestructive ? "danger" : "primary"}
          isBusy={form.isSending}
          disabled={!form.isAllowed || form.isSending}
          onClick={() => (isDestructive ? setMode("confirming") : void form.approve({}))}
        >
          {isDestructive ? `${effect}…` : effect}
        </Button>
      </div>
      <ConfirmDialog
        open={mode === "confirming"}
        onClose={leaveDialog}
        effect={effect}
        confirmations={confirmations}
        isSending={form.isSending}
        error={form.error}
        onConfirm={(confirmed_steps) => void form.approve(confirmed_steps)}
      />
    </div>
  );
}

function WhyLocked({
  form,
  isDestructive,
}: {
  readonly form: ApprovalForm;
  readonly isDestructive: boolean;
}) {
  const text = !form.isAllowed
    ? "Tick each public endpoint first."
    : isDestructive
      ? "You will be asked to type a name."
      : "";
  return (
    <p role="status" className="mr-auto text-xs text-ink-faint max-sm:basis-full">
      {text}
    </p>
  );
}
