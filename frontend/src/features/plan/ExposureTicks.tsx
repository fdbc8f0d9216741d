import { Globe } from "lucide-react";

import type { Step } from "@/contract";
import { plural } from "@/lib/time";
import { Checkbox } from "@/ui";

interface ExposureTicksProps {
  readonly steps: readonly Step[];
  readonly allowed: ReadonlySet<string>;
  readonly onToggle: (step_id: string) => void;
  readonly isLocked: boolean;
}

/** What anyone on the internet could reach afterwards; each endpoint takes one tick. */
export function ExposureTicks({ steps, allowed, onToggle, isLocked }: ExposureTicksProps) {
  if (steps.length === 0) return null;
  return (
    <fieldset
      disabled={isLocked}
      className="mx-4 rounded-md border border-warning-line bg-warning-soft px-3 py-2.5 sm:mx-5"
    >
      <legend className="sr-only">Public access</legend>
      <p className="flex items-center gap-1.5 text-sm font-medium text-warning-text">
        <Globe aria-hidden className="size-4 shrink-0" />
        {plural(steps.length, "public endpoint")}: allow {steps.length === 1 ? "it" : "each"} to approve
      </p>
      <ul className="mt-2 space-y-2">
        {steps.map(({ step_id, exposes, resource }) => (
          <li key={step_id}>
            <Checkbox
              checked={allowed.has(step_id)}
              onCheckedChange={() => onToggle(step_id)}
              disabled={isLocked}
              label={exposes}
              hint={<code className="wrap-anywhere">{resource}</code>}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
