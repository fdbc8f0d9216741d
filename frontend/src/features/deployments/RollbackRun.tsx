import { PlanCard } from "@/features/plan";
import { ResultCard, RunTimeline } from "@/features/timeline";
import { Button, ErrorNote, Skeleton } from "@/ui";

import { decide } from "./queries";
import { useFollowedRun } from "./useFollowedRun";

interface RollbackRunProps {
  readonly graph_run_id: string;
  readonly onEnd: () => void;
}

/** A rollback with the same plan card, timeline and result as in the conversation. */
export function RollbackRun({ graph_run_id, onEnd }: RollbackRunProps) {
  const { run, error, retry } = useFollowedRun(graph_run_id, onEnd);
  return (
    <section aria-label="Rollback" className="space-y-4">
      {error !== null && (
        <ErrorNote
          error={error}
          action={
            <Button size="sm" onClick={retry}>
              Try again
            </Button>
          }
        />
      )}
      {run === null && error === null && (
        <div aria-busy="true" aria-label="The rollback is being planned">
          <Skeleton className="h-32" />
        </div>
      )}
      {run !== null && (
        <>
          <PlanCard run={run} onDecide={decide} />
          <RunTimeline run={run} />
          <ResultCard run={run} onRollback={retry} />
        </>
      )}
    </section>
  );
}
