import type { ReactNode } from "react";

/** What stands where nothing is yet: what would be here, and how to get it. */
export function EmptyState({
  icon,
  title,
  action,
  children,
}: {
  icon?: ReactNode;
  title: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center">
      {icon ? (
        <span
          aria-hidden
          className="mb-4 flex size-11 items-center justify-center rounded-lg border border-line bg-surface text-ink-muted shadow-card [&_svg]:size-5"
        >
          {icon}
        </span>
      ) : null}
      <h2 className="text-lg font-semibold tracking-[-0.01em]">{title}</h2>
      {children ? <div className="mt-1.5 text-sm text-pretty text-ink-muted">{children}</div> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
