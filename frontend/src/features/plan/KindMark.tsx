import { cn } from "@/lib/cn";

import { KIND_LOOKS, type ShownKind, type Tone } from "./changeKinds";

const TONE_CLASSES: Readonly<Record<Tone, string>> = {
  success: "border-success-line bg-success-soft text-success-text",
  warning: "border-warning-line bg-warning-soft text-warning-text",
  danger: "border-danger-line bg-danger-soft text-danger-text",
  replace: "border-replace-line bg-replace-soft text-replace-text",
  info: "border-info-line bg-info-soft text-info-text",
  neutral: "border-line bg-sunken text-ink-muted",
};

interface KindMarkProps {
  readonly kind: ShownKind;
  /** How many; without it, the mark stands for one step. */
  readonly count?: number;
}

/** Symbol, word and colour of a kind of change: `+ create`. */
export function KindMark({ kind, count }: KindMarkProps) {
  const { symbol, word, tone } = KIND_LOOKS[kind];
  return (
    <span
      className={cn(
        "inline-flex shrink-0 items-center gap-1.5 rounded-sm border px-1.5 py-px text-xs font-medium whitespace-nowrap",
        TONE_CLASSES[tone],
      )}
    >
      <span aria-hidden className="font-mono font-semibold">
        {symbol}
      </span>
      {count === undefined ? word : `${count} ${word}`}
    </span>
  );
}
