/** Deployments and their runs over REST. */

import { useMutation, type UseMutationResult, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { rest } from "@/connection";
import type { DeploymentView, RunView } from "@/contract";
import type { ApprovalDecision } from "@/run/types";

const RENEWED_MS = 10_000;

export function useDeployments(): UseQueryResult<DeploymentView[]> {
  return useQuery({
    queryKey: ["deployments"],
    queryFn: () => rest.get("/api/v1/deployments"),
    refetchInterval: RENEWED_MS,
  });
}

export function useDeployment(deployment_id: string): UseQueryResult<DeploymentView> {
  return useQuery({
    queryKey: ["deployments", deployment_id],
    queryFn: () => rest.get("/api/v1/deployments/{deployment_id}", { deployment_id }),
    refetchInterval: RENEWED_MS,
  });
}

/** The runs that concerned a deployment, the newest first. */
export function useRunsOf(deployment_id: string): UseQueryResult<RunView[]> {
  return useQuery({
    queryKey: ["runs", deployment_id],
    queryFn: async () => {
      const runs = await rest.get("/api/v1/runs");
      return runs.filter((run) => run.deployment_id === deployment_id);
    },
    refetchInterval: RENEWED_MS,
  });
}

/** Starts a rollback; the answer is the run, whose plan then has to be approved. */
export function useStartRollback(): UseMutationResult<string, Error, string> {
  return useMutation({
    mutationFn: async (deployment_id) => {
      const started = await rest.post("/api/v1/commands/start_rollback", {
        type: "start_rollback",
        deployment_id,
      });
      return started.graph_run_id;
    },
  });
}

export async function decide(decision: ApprovalDecision): Promise<void> {
  await rest.post("/api/v1/commands/decide_approval", { ...decision, type: "decide_approval" });
}
