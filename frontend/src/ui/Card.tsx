import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";

/** A framed part of the page. */
export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section
      className={cn("overflow-hidden rounded-lg border border-line bg-surface shadow-card", className)}
      {...rest}
    />
  );
}

/** Title, a line below it, and what stands at its end. */
export function CardHeader({
  title,
  subtitle,
  icon,
  end,
  className,
}: {
  title: ReactNode;
  subtitle?: ReactNode;
  icon?: ReactNode;
  end?: ReactNode;
  className?: string;
}) {
  return (
    <header
      className={cn("flex flex-wrap items-start gap-x-3 gap-y-2 border-b border-line px-4 py-3", className)}
    >
      {icon ? <span className="mt-0.5 text-ink-muted [&_svg]:size-4.5">{icon}</span> : null}
      <div className="min-w-0 grow basis-40">
        <h2 className="text-base font-semibold tracking-[-0.006em] text-balance break-words">{title}</h2>
        {subtitle ? <p className="text-sm text-ink-muted">{subtitle}</p> : null}
      </div>
      {end ? <div className="flex flex-wrap items-center gap-1.5">{end}</div> : null}
    </header>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("px-4 py-3.5", className)} {...rest} />;
}

export function CardFooter({ className, ...rest }: ComponentProps<"footer">) {
  return (
    <footer
      className={cn("flex flex-wrap items-center gap-2 border-t border-line bg-sunken px-4 py-3", className)}
      {...rest}
    />
  );
}
