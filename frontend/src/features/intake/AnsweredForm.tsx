import { ClipboardCheck } from "lucide-react";

import type { IntakeRequestState } from "@/run/types";
import { Card, CardBody, CardHeader } from "@/ui";

import { choiceWord, type Field } from "./formModel";

interface AnsweredFormProps {
  readonly request: IntakeRequestState;
  readonly fields: readonly Field[];
}

/** What was answered, for reading; of variables only their names. */
export function AnsweredForm({ request, fields }: AnsweredFormProps) {
  return (
    <Card aria-label="The form as it was answered">
      <CardHeader
        icon={<ClipboardCheck aria-hidden className="text-success-text" />}
        title="All values are known"
      />
      <CardBody>
        <dl className="grid gap-x-5 gap-y-2 text-sm sm:grid-cols-2">
          {fields.map((field) => (
            <div key={field.name} className="min-w-0">
              <dt className="text-xs text-ink-faint">{field.title}</dt>
              <dd className="wrap-anywhere">{answered(request, field)}</dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}

function answered({ request }: IntakeRequestState, { name, kind }: Field): string {
  const value: unknown = new Map<string, unknown>(Object.entries(request ?? {})).get(name);
  if (kind === "variables") return Object.keys(request?.environment ?? {}).join(", ") || "none";
  if (typeof value !== "string" || value === "") return "default";
  return kind === "choice" ? choiceWord(value) : value;
}
