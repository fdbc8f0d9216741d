import { X } from "lucide-react";
import { useId, useLayoutEffect, useRef, useState, type ReactNode } from "react";

import { cn } from "@/lib/cn";
import { IconButton } from "@/ui/Button";
import { OverlayContainer } from "@/ui/Tooltip";

/**
 * A modal dialog on the browser's own `<dialog>`: focus stays inside, Escape closes, the rest is inert. (Scripted
 * dialogs inject style elements, which the page's Content-Security-Policy refuses.)
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  isDismissable = true,
  className,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** `false`: no close button, and Escape does nothing. */
  isDismissable?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!open || !element) return undefined;
    const opener = document.activeElement;
    element.showModal();
    setContainer(element);
    return () => {
      element.close();
      // It leaves the page with its focus, so the browser has nothing to give back.
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        if (isDismissable) onOpenChange(false);
      }}
      className={cn(
        "m-auto max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-1.5rem))] overflow-y-auto rounded-xl border border-line",
        "bg-raised text-ink shadow-dialog animate-rise backdrop:bg-[#0a0d14]/55",
        className,
      )}
    >
      <OverlayContainer value={container}>
        <header className="flex items-start gap-3 px-5 pt-4.5 pb-1">
          <div className="min-w-0 grow">
            <h2 id={`${id}-title`} className="text-lg font-semibold tracking-[-0.01em]">
              {title}
            </h2>
            {description ? (
              <p id={`${id}-description`} className="mt-1 text-sm text-ink-muted">
                {description}
              </p>
            ) : null}
          </div>
          {isDismissable ? (
            <IconButton label="Close" icon={<X />} onClick={() => onOpenChange(false)} className="-mt-1 -mr-2" />
          ) : null}
        </header>
        <div className="px-5 pt-3 pb-5">{children}</div>
      </OverlayContainer>
    </dialog>
  );
}

/** The dialog's buttons; the one that goes on stands last. */
export function DialogFooter({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn("mt-5 flex flex-wrap justify-end gap-2", className)}>{children}</div>;
}
