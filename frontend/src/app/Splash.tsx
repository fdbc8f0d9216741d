import { PlugZap } from "lucide-react";

import type { ServiceError } from "@/connection";
import { BrandMark, Button, EmptyState } from "@/ui";

/** The page before it knows anything. */
export function Splash() {
  return (
    <div role="status" className="flex h-full items-center justify-center">
      <BrandMark className="size-10 animate-breathe" />
      <span className="sr-only">Loading</span>
    </div>
  );
}

/** The service did not answer the first question. */
export function Unreachable({ error, onRetry }: { error: ServiceError; onRetry: () => void }) {
  return (
    <main className="flex h-full items-center justify-center">
      <EmptyState
        icon={<PlugZap />}
        title={error.message}
        action={
          <Button variant="primary" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {error.next_step}
      </EmptyState>
    </main>
  );
}
