import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

export const CONTROL = cn(
  "w-full min-w-0 rounded-md border border-line-strong bg-surface text-sm text-ink shadow-card transition-colors",
  "placeholder:text-ink-faint hover:border-ink-faint disabled:cursor-not-allowed disabled:opacity-60",
  "aria-invalid:border-danger-solid",
);

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(CONTROL, "h-9 px-3", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(CONTROL, "px-3 py-2", className)} {...rest} />;
}
