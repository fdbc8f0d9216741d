import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";
import { Spinner } from "@/ui/Spinner";
import { Tooltip } from "@/ui/Tooltip";

type Variant = "primary" | "secondary" | "ghost" | "danger";
type Size = "sm" | "md";

const VARIANTS: Record<Variant, string> = {
  primary: "bg-accent text-accent-ink shadow-card hover:bg-accent-hover",
  secondary: "border border-line-strong bg-raised text-ink shadow-card hover:bg-hover",
  ghost: "text-ink-muted hover:bg-hover hover:text-ink",
  danger: "bg-danger-solid text-white shadow-card hover:bg-danger-hover",
};

const SIZES: Record<Size, string> = {
  sm: "h-7 gap-1.5 rounded-sm px-2.5 text-xs [&_svg]:size-3.5",
  md: "h-9 gap-2 rounded-md px-3.5 text-sm [&_svg]:size-4",
};

interface ButtonProps extends ComponentProps<"button"> {
  variant?: Variant;
  size?: Size;
  /** Shows that the press is being worked on, and takes no second one. */
  isBusy?: boolean;
  /** Render the only child (a link) with the looks of a button. */
  asChild?: boolean;
}

/** A button; its label says what will happen. */
export function Button({
  variant = "secondary",
  size = "md",
  isBusy = false,
  asChild = false,
  className,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const looks = cn(
    "inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none",
    "disabled:cursor-not-allowed disabled:opacity-50",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={looks} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={looks}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      {...rest}
    >
      {isBusy ? <Spinner /> : null}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  /** What it does: its name for screen readers, and its tooltip. */
  label: string;
  icon: ReactNode;
}

/** A button that shows only an icon. */
export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        className={cn(
          "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-muted transition-colors",
          "hover:bg-hover hover:text-ink disabled:opacity-50 [&_svg]:size-4",
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
