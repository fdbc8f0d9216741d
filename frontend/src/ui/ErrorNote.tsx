import type { ReactNode } from "react";

import { Banner } from "@/ui/Banner";

interface Failure {
  error_code?: string;
  message: string;
  next_step?: string;
}

/** An error as people need it: what happened, what to do, and the code to report. */
export function ErrorNote({
  error,
  action,
  className,
}: {
  error: Failure;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <Banner tone="danger" title={error.message} action={action} {...(className ? { className } : {})}>
      {error.next_step}
      {error.error_code ? (
        <code className="ml-1.5 text-xs whitespace-nowrap text-ink-faint">{error.error_code}</code>
      ) : null}
    </Banner>
  );
}
