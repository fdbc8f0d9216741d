import type { ReactNode } from "react";

import { CredentialsDialog, CredentialsPage } from "@/features/credentials";
import { DeploymentPage, DeploymentsPage } from "@/features/deployments";
import { IntakeFormCard } from "@/features/intake";
import { PlanCard } from "@/features/plan";
import { ResultCard, RunTimeline } from "@/features/timeline";
import { paused, queued, runOf, runUntil, withNewerPlan } from "@/fixtures/runs";
import type { RunState } from "@/run/types";

const accept = (): Promise<void> => Promise.resolve();
const ignore = (): void => undefined;

/** As if the question had just been asked: it has not expired. */
function asked(run: RunState): RunState {
  const expires_at = new Date(Date.now() + 23 * 3_600_000).toISOString();
  return {
    ...run,
    approvals: run.approvals.map((each) => ({ ...each, question: { ...each.question, expires_at } })),
  };
}

function plan(run: RunState, approvalId?: string): ReactNode {
  return (
    <PlanCard run={asked(run)} onDecide={accept} {...(approvalId === undefined ? {} : { approvalId })} />
  );
}

function stalePlan(): ReactNode {
  const run = runUntil("hello", "approval_requested");
  return plan(withNewerPlan(run), run.approvals[0]?.question.approval_id);
}

function form(run: RunState): ReactNode {
  const [request] = run.intakes;
  return request && <IntakeFormCard request={request} onSubmit={accept} />;
}

export const EXHIBITS: Readonly<Record<string, () => ReactNode>> = {
  "intake-open": () => form(runUntil("intake", "intake_requested")),
  "intake-answered": () => form(runOf("intake")),
  "plan-create": () => plan(runUntil("hello", "approval_requested")),
  "plan-update": () => plan(runUntil("redeploy", "approval_requested")),
  "plan-delete": () => plan(runUntil("rollback", "approval_requested")),
  "plan-operation": () => plan(runUntil("operation", "approval_requested")),
  "plan-stale": stalePlan,
  "plan-approved": () => plan(runOf("hello")),
  "plan-rejected": () => plan(runOf("intake")),
  "timeline-waiting": () => <RunTimeline run={runUntil("hello", "approval_requested")} />,
  "timeline-running": () => <RunTimeline run={runUntil("hello", "step_started", 7)} />,
  "timeline-queued": () => <RunTimeline run={queued(runUntil("operation", "node_completed", 2), "plan_drafting")} />,
  "timeline-paused": () => <RunTimeline run={paused(runUntil("hello", "step_started", 7))} />,
  "timeline-operation": () => <RunTimeline run={runOf("operation")} />,
  "timeline-done": () => <RunTimeline run={runOf("hello")} />,
  "timeline-failed": () => <RunTimeline run={runOf("broken")} />,
  "result-deployed": () => <ResultCard run={runOf("hello")} onRollback={ignore} />,
  "result-failed": () => <ResultCard run={runOf("broken")} onRollback={ignore} />,
  "result-operation": () => <ResultCard run={runOf("operation")} onRollback={ignore} />,
  "result-rolled-back": () => <ResultCard run={runOf("rollback")} onRollback={ignore} />,
  "result-rejected": () => <ResultCard run={runOf("intake")} onRollback={ignore} />,
  "credentials-dialog": () => <CredentialsDialog open onOpenChange={ignore} />,
  "credentials-page": () => <CredentialsPage />,
  deployments: () => <DeploymentsPage />,
  deployment: () => <DeploymentPage deploymentId="dep_hello" />,
};
