import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

type BannerTone = "info" | "success" | "warning" | "danger";

const LOOKS: Record<BannerTone, { icon: typeof Info; className: string }> = {
  info: { icon: Info, className: "border-info-line bg-info-soft text-info-text" },
  success: { icon: CircleCheck, className: "border-success-line bg-success-soft text-success-text" },
  warning: { icon: TriangleAlert, className: "border-warning-line bg-warning-soft text-warning-text" },
  danger: { icon: CircleAlert, className: "border-danger-line bg-danger-soft text-danger-text" },
};

/** A message about what stands around it. `danger` is announced at once, the rest when there is time. */
export function Banner({
  tone = "info",
  title,
  action,
  className,
  children,
}: {
  tone?: BannerTone;
  title: ReactNode;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  const { icon: Icon, className: looks } = LOOKS[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn("flex items-start gap-2.5 rounded-md border px-3 py-2.5 text-sm", looks, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 grow">
        <p className="font-medium break-words">{title}</p>
        {children ? <div className="mt-0.5 break-words text-ink-muted">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
