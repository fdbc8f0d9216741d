import { Rocket } from "lucide-react";

import type { DeploymentView } from "@/contract";
import { formatAccount } from "@/lib/text";
import { formatAgo, plural } from "@/lib/time";
import { useNow } from "@/lib/useNow";
import { sendingError } from "@/lib/useSending";
import { Badge, Button, EmptyState, ErrorNote, Link, Skeleton } from "@/ui";

import { DeploymentStatus } from "./DeploymentStatus";
import { useDeployments } from "./queries";

/** Everything that was deployed from here, the newest first. */
export function DeploymentsPage() {
  return (
    <div className="mx-auto max-w-4xl">
      <h1 className="text-xl font-semibold tracking-[-0.015em]">Deployments</h1>
      <p className="mt-0.5 mb-5 text-sm text-ink-muted">What runs, where, and the way back.</p>
      <DeploymentList />
    </div>
  );
}

function DeploymentList() {
  const { data, error, isPending, refetch } = useDeployments();
  const now = useNow(30_000);
  if (isPending) return <Loading />;
  if (error) {
    const retry = (
      <Button size="sm" onClick={() => void refetch()}>
        Try again
      </Button>
    );
    return <ErrorNote error={sendingError(error)} action={retry} />;
  }
  if (data.length === 0) {
    const start = (
      <Button asChild variant="primary">
        <Link href="/">Start a conversation</Link>
      </Button>
    );
    return (
      <EmptyState icon={<Rocket />} title="Nothing is deployed yet" action={start}>
        Say what you want to run; you approve the exact plan before anything is created.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
      {data.map((deployment) => (
        <DeploymentRow key={deployment.deployment_id} deployment={deployment} now={now} />
      ))}
    </ul>
  );
}

function Loading() {
  return (
    <div aria-busy="true" aria-label="Deployments are being read" className="space-y-2">
      <Skeleton className="h-18" />
      <Skeleton className="h-18" />
    </div>
  );
}

function DeploymentRow({ deployment, now }: { readonly deployment: DeploymentView; readonly now: number }) {
  const { deployment_id, scope, account_id, region, is_sandbox, status, url, release_count, updated_at } =
    deployment;
  return (
    <li className="relative grid items-center gap-x-5 gap-y-1.5 px-4 py-3.5 hover:bg-hover sm:grid-cols-[1fr_15rem_7rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={`/deployments/${deployment_id}`}
            className="font-medium wrap-anywhere after:absolute after:inset-0"
          >
            {scope.application_id}
          </Link>
          <DeploymentStatus status={status} />
          {is_sandbox && <Badge tone="sandbox">SANDBOX</Badge>}
        </p>
        <p className="mt-0.5 text-xs text-ink-faint">
          {scope.environment_id} · <span className="font-mono">{formatAccount(account_id)}</span> · {region}
        </p>
      </div>
      {url !== null && (
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          className="relative truncate font-mono text-xs text-accent-text underline underline-offset-3"
        >
          {url}
        </a>
      )}
      <p className="text-xs text-ink-faint sm:col-start-3 sm:text-right">
        {plural(release_count, "release")}
        <br className="max-sm:hidden" /> <span className="sm:hidden">· </span>
        {formatAgo(updated_at, now)}
      </p>
    </li>
  );
}
