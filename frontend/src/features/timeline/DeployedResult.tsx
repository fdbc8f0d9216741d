import { CircleCheck, ExternalLink, HeartPulse, RotateCcw } from "lucide-react";

import { plural } from "@/lib/time";
import type { HealthResult, RunState } from "@/run/types";
import { Badge, Button, Card, CardBody, CardFooter, CardHeader, CopyButton, Disclosure } from "@/ui";

import { accountChange } from "./accountModel";
import { AccountNote } from "./AccountNote";
import { appliedSteps } from "./resultModel";

interface DeployedResultProps {
  readonly run: RunState;
  readonly onRollback: () => void;
}

/** The URL first; then health, what was created, and the way back. */
export function DeployedResult({ run, onRollback }: DeployedResultProps) {
  return (
    <Card role="group" aria-label={`${run.application_id} is deployed`} className="border-success-line">
      <CardHeader
        icon={<CircleCheck aria-hidden className="text-success-text" />}
        title={`${run.application_id} is live`}
        subtitle={
          run.plan === null ? undefined : `On ${targetWord(run.plan.target)} in ${run.plan.account.region}`
        }
        end={run.plan?.account.is_sandbox ? <Badge tone="sandbox">SANDBOX</Badge> : null}
      />
      <CardBody className="space-y-4">
        {run.url !== null && <UrlRow url={run.url} />}
        {run.health !== null && <HealthRow health={run.health} />}
        <div className="space-y-2.5">
          <Created run={run} />
          <AccountNote change={accountChange(run.account)} />
        </div>
      </CardBody>
      <CardFooter>
        <p className="mr-auto min-w-0 basis-60 grow text-xs text-ink-muted">
          Rolling back makes a plan of its own: you see what goes before anything does. To release a new
          version, ask for the deployment again.
        </p>
        <Button onClick={onRollback}>
          <RotateCcw aria-hidden /> Roll back…
        </Button>
      </CardFooter>
    </Card>
  );
}

function targetWord(target: string): string {
  return target === "lambda" ? "AWS Lambda" : target;
}

function UrlRow({ url }: { readonly url: string }) {
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-sunken p-2 pl-3">
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="min-w-0 grow basis-52 font-mono text-sm wrap-anywhere text-accent-text underline underline-offset-3"
      >
        {url}
      </a>
      <span className="ml-auto flex items-center gap-1.5">
        <CopyButton text={url} what="Copy URL" className="size-8" />
        <Button asChild variant="primary" size="sm">
          <a href={url} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden /> Open
          </a>
        </Button>
      </span>
    </div>
  );
}

function HealthRow({ health }: { readonly health: HealthResult }) {
  return (
    <div className="flex items-start gap-2 text-sm">
      <HeartPulse aria-hidden className="mt-0.5 size-4 shrink-0 text-success-text" />
      <p className="min-w-0">
        <span className="font-medium">{health.is_healthy ? "Healthy" : "Not healthy"}</span>
        <span className="text-ink-muted"> · {health.reason}</span>
        {health.body_excerpt && (
          <code className="mt-1 block text-xs wrap-anywhere text-ink-faint">{health.body_excerpt}</code>
        )}
      </p>
    </div>
  );
}

function Created({ run }: { readonly run: RunState }) {
  const steps = appliedSteps(run);
  if (steps.length === 0) return <p className="text-sm text-ink-muted">Nothing had to be changed.</p>;
  return (
    <Disclosure summary={<span className="font-medium text-ink">{plural(steps.length, "change")} made</span>}>
      <ul className="space-y-1 pl-5.5 text-sm">
        {steps.map(({ step }) => (
          <li key={step.step_id}>
            <span className="wrap-anywhere">{step.title}</span>
            <code className="block text-xs wrap-anywhere text-ink-faint">{step.resource}</code>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
