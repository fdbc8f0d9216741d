import { CircleX, RotateCcw, TriangleAlert } from "lucide-react";

import type { StepLeft } from "@/contract";
import { textOf } from "@/lib/json";
import { formatClock, plural } from "@/lib/time";
import type { RunState } from "@/run/types";
import { Badge, Card, CardBody, CardFooter, CardHeader, CopyText, Disclosure } from "@/ui";

import { accountChange } from "./accountModel";
import { AccountNote } from "./AccountNote";
import { nodeTitle } from "./nodeWords";
import { appliedSteps, failureTitle, isOperation, undoProofs } from "./resultModel";

/** Where it failed, the evidence, what became of the account, and the next thing to do. */
export function FailedResult({ run }: { readonly run: RunState }) {
  const { failure, undo } = run;
  const isLeft = undo.left.length > 0;
  return (
    <Card role="group" aria-label={labelOf(run)} className="border-danger-line">
      <CardHeader
        icon={<CircleX aria-hidden className="text-danger-text" />}
        title={failureTitle(run)}
        subtitle={failure?.node ? `Failed at “${nodeTitle(failure.node)}”` : undefined}
        end={failure ? <Badge tone="danger">{failure.error_code}</Badge> : null}
      />
      <CardBody className="space-y-4">
        <p className="text-sm wrap-anywhere">{failure?.message ?? "The run ended without saying why."}</p>
        <Evidence run={run} />
        {isLeft && <Left steps={undo.left} />}
        <Undone run={run} />
        <AccountNote change={accountChange(run.account)} />
      </CardBody>
      <CardFooter>
        <p className="text-sm">
          <span className="font-medium">Next: </span>
          {failure?.next_step ?? "Ask for it again."}
        </p>
      </CardFooter>
    </Card>
  );
}

function labelOf(run: RunState): string {
  return isOperation(run) ? "The operation failed" : `${run.application_id} was not deployed`;
}

function Evidence({ run: { health, failure, steps } }: { readonly run: RunState }) {
  const step = steps.find((each) => each.step.step_id === failure?.step_id)?.step;
  if (step === undefined && health?.is_healthy !== false) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-md border border-line bg-sunken px-3 py-2.5 text-xs">
      {step && <Fact name="Step" text={step.title} />}
      {health?.url && <Fact name="Asked" text={`GET ${health.url}`} />}
      {health?.reason && (
        <Fact name="Answer" text={`${health.reason}, ${plural(health.attempts, "attempt")}`} />
      )}
      {health?.body_excerpt && <Fact name="Body" text={health.body_excerpt} />}
    </dl>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className="contents">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 font-mono wrap-anywhere text-ink-muted">{text}</dd>
    </div>
  );
}

function Left({ steps }: { readonly steps: readonly StepLeft[] }) {
  return (
    <div className="rounded-md border border-warning-line bg-warning-soft px-3 py-2.5 text-sm">
      <p className="flex items-center gap-1.5 font-medium text-warning-text">
        <TriangleAlert aria-hidden className="size-4" /> {plural(steps.length, "resource")} could not be taken
        back
      </p>
      <ul className="mt-1.5 space-y-1.5">
        {steps.map(({ step_id, resource, error }) => (
          <li key={step_id}>
            <CopyText text={resource} what="Copy resource" className="text-xs" />
            <p className="text-xs text-ink-muted">{textOf(error.message)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Undone({ run }: { readonly run: RunState }) {
  const proofs = undoProofs(run);
  if (proofs.length === 0 && appliedSteps(run).length > 0) return null;
  if (proofs.length === 0)
    return <p className="text-sm text-ink-muted">Nothing in the account was changed.</p>;
  const summary = (
    <span className="flex items-center gap-1.5">
      <RotateCcw aria-hidden className="size-3.5 text-replace-text" />
      <span className="font-medium text-ink">{plural(proofs.length, "change")} taken back</span>
    </span>
  );
  return (
    <Disclosure summary={summary}>
      <ul className="space-y-1 pl-5.5 text-xs">
        {proofs.map(({ step_id, resource, occurred_at, sequence }) => (
          <li key={step_id} className="flex flex-wrap justify-between gap-x-4 sm:flex-nowrap">
            <code className="min-w-0 wrap-anywhere text-ink-muted">{resource}</code>
            {occurred_at !== null && (
              <span className="shrink-0 text-ink-faint">
                {formatClock(occurred_at)} · event {sequence}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
