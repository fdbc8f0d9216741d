import { CircleSlash, RotateCcw } from "lucide-react";

import { plural } from "@/lib/time";
import type { RunState } from "@/run/types";
import { Card, CardBody, CardHeader, Disclosure } from "@/ui";

import { appliedSteps } from "./resultModel";

/** A rollback that went through: what is gone or restored. */
export function RolledBackResult({ run }: { readonly run: RunState }) {
  const steps = appliedSteps(run);
  return (
    <Card aria-label={`${run.application_id} was rolled back`}>
      <CardHeader
        icon={<RotateCcw aria-hidden className="text-replace-text" />}
        title={`${run.application_id} was rolled back`}
        subtitle="AWS was read again afterwards: it is as the plan said."
      />
      <CardBody>
        <Disclosure
          summary={<span className="font-medium text-ink">{plural(steps.length, "change")} taken back</span>}
        >
          <ul className="space-y-1 pl-5.5 text-sm">
            {steps.map(({ step }) => (
              <li key={step.step_id} className="wrap-anywhere">
                {step.title}
              </li>
            ))}
          </ul>
        </Disclosure>
      </CardBody>
    </Card>
  );
}

const STOPPED_TITLES: Readonly<Record<string, string>> = {
  rejected: "The plan was rejected",
  expired: "It took too long, and the question expired",
  cancelled: "The run was cancelled",
};

/** A run that a person or the clock ended before it was applied, or that was undone on request. */
export function StoppedResult({ run }: { readonly run: RunState }) {
  const { undone } = run.undo;
  const text =
    undone.length > 0
      ? `${plural(undone.length, "change")} taken back.`
      : "Nothing in the account was changed.";
  return (
    <Card aria-label="The run was stopped">
      <CardHeader
        icon={<CircleSlash aria-hidden />}
        title={STOPPED_TITLES[run.completion_state ?? ""] ?? "The run was stopped"}
        subtitle={text}
      />
      {run.failure !== null && (
        <CardBody className="text-sm text-ink-muted">{run.failure.next_step}</CardBody>
      )}
    </Card>
  );
}
