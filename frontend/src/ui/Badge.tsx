import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

export type Tone =
  | "neutral"
  | "accent"
  | "success"
  | "warning"
  | "danger"
  | "info"
  | "replace"
  | "sandbox";

const TONES: Record<Tone, string> = {
  neutral: "border-line-strong bg-sunken text-ink-muted",
  accent: "border-accent-line bg-accent-soft text-accent-text",
  success: "border-success-line bg-success-soft text-success-text",
  warning: "border-warning-line bg-warning-soft text-warning-text",
  danger: "border-danger-line bg-danger-soft text-danger-text",
  info: "border-info-line bg-info-soft text-info-text",
  replace: "border-replace-line bg-replace-soft text-replace-text",
  sandbox: "border-sandbox-line bg-sandbox-soft text-sandbox-text",
};

/** A word with a colour; the word alone must say it. */
export function Badge({
  tone = "neutral",
  icon,
  className,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "inline-flex shrink-0 items-center gap-1 rounded-full border px-2 py-px text-xs font-medium whitespace-nowrap",
        "[&_svg]:size-3",
        TONES[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
