import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, RotateCcw } from "lucide-react";
import { useState } from "react";

import type { DeploymentView } from "@/contract";
import { sendingError } from "@/lib/useSending";
import { Button, ErrorNote, Link, Skeleton } from "@/ui";

import { DeploymentFacts } from "./DeploymentFacts";
import { DeploymentStatus } from "./DeploymentStatus";
import { History } from "./History";
import { useDeployment, useRunsOf, useStartRollback } from "./queries";
import { RollbackRun } from "./RollbackRun";

/** One deployment: where it answers, what happened to it, and the way back. */
export function DeploymentPage({ deploymentId }: { readonly deploymentId: string }) {
  const { data, error, isPending, refetch } = useDeployment(deploymentId);
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <Link
        href="/deployments"
        className="inline-flex items-center gap-1.5 text-sm text-ink-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" /> Deployments
      </Link>
      {isPending && (
        <div aria-busy="true" aria-label="The deployment is being read">
          <Skeleton className="h-40" />
        </div>
      )}
      {error && (
        <ErrorNote
          error={sendingError(error)}
          action={
            sendingError(error).error_code !== "E_NOT_FOUND" && (
              <Button size="sm" onClick={() => void refetch()}>
                Try again
              </Button>
            )
          }
        />
      )}
      {data && <Deployment deployment={data} />}
    </div>
  );
}

function Deployment({ deployment }: { readonly deployment: DeploymentView }) {
  const client = useQueryClient();
  const runs = useRunsOf(deployment.deployment_id).data ?? [];
  const { mutate, data: started, isPending, error } = useStartRollback();
  const [isFinished, setIsFinished] = useState(false);
  const open = runs.find(({ graph_id, ended_at }) => graph_id.startsWith("rollback@") && ended_at === null);
  const rollback_id = started ?? open?.graph_run_id;
  const start = () => {
    setIsFinished(false);
    mutate(deployment.deployment_id);
  };
  const finish = () => {
    setIsFinished(true);
    void client.invalidateQueries();
  };
  const canRollBack = deployment.release_count > 0 && (rollback_id === undefined || isFinished);
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold tracking-[-0.015em] wrap-anywhere">
          {deployment.scope.application_id}
        </h1>
        <DeploymentStatus status={deployment.status} />
        <Button className="ml-auto" onClick={start} isBusy={isPending} disabled={!canRollBack || isPending}>
          <RotateCcw aria-hidden /> Roll back…
        </Button>
      </header>
      {error !== null && <ErrorNote error={sendingError(error)} />}
      {rollback_id !== undefined && (
        <RollbackRun key={rollback_id} graph_run_id={rollback_id} onEnd={finish} />
      )}
      <DeploymentFacts deployment={deployment} health={runs.find(({ health }) => health !== null)?.health} />
      <History runs={runs} />
    </>
  );
}
