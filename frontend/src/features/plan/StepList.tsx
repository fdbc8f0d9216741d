import { ChevronRight, Globe, RotateCcw, TriangleAlert } from "lucide-react";

import type { Step } from "@/contract";
import { cn } from "@/lib/cn";
import { humanize } from "@/lib/text";

import { KindMark } from "./KindMark";
import { type PlannedStep, UNDO_WORDS } from "./planModel";
import { ValueDiff } from "./ValueDiff";

/** All steps, each of which opens to its values, its undo and its permissions. */
export function StepList({ steps }: { readonly steps: readonly PlannedStep[] }) {
  return (
    <ol aria-label="Steps of the plan" className="divide-y divide-line border-y border-line">
      {steps.map((planned) => (
        <StepRow key={planned.step.step_id} planned={planned} />
      ))}
    </ol>
  );
}

function StepRow({ planned }: { readonly planned: PlannedStep }) {
  const { step, kind, position } = planned;
  return (
    <li>
      <details className="group">
        <summary className="flex list-none items-start gap-2 px-4 py-2 text-sm hover:bg-hover sm:items-center sm:px-5 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="mt-0.5 size-3.5 shrink-0 text-ink-faint transition-transform group-open:rotate-90 sm:mt-0"
          />
          <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 sm:flex-nowrap">
            <span className="flex sm:w-20">
              <KindMark kind={kind} />
            </span>
            <span className="order-last min-w-0 basis-full wrap-anywhere sm:order-none sm:flex-1 sm:basis-0">
              {step.title}
            </span>
            <StepFlags step={step} />
          </span>
          <span className="sr-only">, runs as step {position}</span>
        </summary>
        <StepDetails {...planned} />
      </details>
    </li>
  );
}

/** What is out of the ordinary is said in words; that a step can be undone exactly is the rule, and a symbol. */
function StepFlags({ step }: { readonly step: Step }) {
  return (
    <span className="ml-auto flex shrink-0 items-center gap-x-3 text-xs">
      {step.exposes !== null && (
        <span className="inline-flex items-center gap-1 text-warning-text">
          <Globe aria-hidden className="size-3.5" /> public
        </span>
      )}
      {step.effect !== "read" && <UndoLabel label={step.label} isQuiet={step.label === "exact"} />}
    </span>
  );
}

/** How well a step can be undone, with a symbol and words. */
export function UndoLabel({
  label,
  isQuiet = false,
}: {
  readonly label: Step["label"];
  readonly isQuiet?: boolean;
}) {
  const Icon = label === "exact" ? RotateCcw : TriangleAlert;
  const tone = {
    exact: "text-ink-muted",
    compensatable: "text-warning-text",
    irreversible: "text-danger-text",
  };
  return (
    <span title={UNDO_WORDS[label]} className={cn("inline-flex items-center gap-1", tone[label])}>
      <Icon aria-hidden className="size-3.5" />
      <span className={cn(isQuiet && "sr-only")}>{UNDO_WORDS[label]}</span>
    </span>
  );
}

type Fact = readonly [string, React.ReactNode];

function StepDetails({ step, change, kind, position }: PlannedStep) {
  const facts: readonly Fact[] = [
    ["Resource", <code className="wrap-anywhere">{change.resource}</code>],
    ["Order", `Step ${position}`],
    ["Effect", effectWords(step)],
    ...undoFacts(step),
    ["Permissions", <code className="wrap-anywhere">{step.iam_actions.join(", ")}</code>],
  ];
  return (
    <div className="space-y-3 px-4 pt-1 pb-4 sm:pr-5 sm:pl-10.5">
      {step.exposes !== null && <p className="text-sm text-warning-text">{step.exposes}</p>}
      {kind !== "read" && <ValueDiff change={change} />}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="min-w-0 text-ink-muted">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function effectWords({ effect }: Step): string {
  if (effect === "read") return "Reads, and changes nothing";
  return effect === "destructive" ? "Destructive: needs its name typed" : humanize(effect);
}

function undoFacts({ effect, label, compensation }: Step): readonly Fact[] {
  if (effect === "read") return [];
  return [
    ["Undo", <UndoLabel label={label} />],
    ["Undone by", compensation === null ? "Nothing brings it back" : humanize(compensation)],
  ];
}
