import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { useId, type ReactNode } from "react";

import { cn } from "@/lib/cn";

/** A box to tick, with the sentence that is agreed to. */
export function Checkbox({
  checked,
  onCheckedChange,
  disabled = false,
  label,
  hint,
  className,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  label: ReactNode;
  hint?: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={cn("flex items-start gap-2.5", className)}>
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={(state) => onCheckedChange(state === true)}
        className={cn(
          "mt-0.5 flex size-4.5 shrink-0 items-center justify-center rounded-[5px] border border-ink-faint bg-surface",
          "transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50",
        )}
      >
        <Radix.Indicator>
          <Check className="size-3.5 text-accent-ink" strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <div className="min-w-0 text-sm">
        <label htmlFor={id} className="break-words">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-xs text-ink-faint">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
