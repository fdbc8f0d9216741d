import { ClipboardList } from "lucide-react";
import { type SyntheticEvent, useId, useRef } from "react";
import { flushSync } from "react-dom";

import { textOf } from "@/lib/json";
import { plural } from "@/lib/time";
import type { IntakeRequestState, IntakeValues } from "@/run/types";
import { Banner, Button, Card, CardBody, CardFooter, CardHeader, ErrorNote } from "@/ui";

import { AnsweredForm } from "./AnsweredForm";
import { keptVariables, missingCount } from "./formModel";
import { TextField } from "./TextField";
import { type IntakeForm, useIntakeForm } from "./useIntakeForm";
import { VariableRows } from "./VariableRows";

interface IntakeFormCardProps {
  readonly request: IntakeRequestState;
  readonly onSubmit: (values: IntakeValues) => Promise<void>;
}

/** One form for all that is missing, prefilled with what is known. */
export function IntakeFormCard({ request, onSubmit }: IntakeFormCardProps) {
  const form = useIntakeForm(request, onSubmit);
  if (request.state === "answered") return <AnsweredForm request={request} fields={form.fields} />;
  return <OpenForm request={request} form={form} />;
}

function OpenForm({ request, form }: { readonly request: IntakeRequestState; readonly form: IntakeForm }) {
  const titleId = useId();
  const element = useRef<HTMLFormElement>(null);
  const isLocked = request.state === "closed" || form.isSending || form.isSent;
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const isAccepted = await form.submit();
    if (!isAccepted) focusFirstError(element.current);
  };
  return (
    <Card aria-labelledby={titleId}>
      <form ref={element} noValidate onSubmit={(event) => void submit(event)}>
        <CardHeader
          icon={<ClipboardList aria-hidden />}
          title={<span id={titleId}>{textOf(request.form.title) ?? "Some values are missing"}</span>}
          subtitle={subtitleOf(missingCount(request, form.fields))}
        />
        <CardBody className="space-y-4">
          {request.state === "closed" && (
            <Banner title="The run ended before this form was sent">Ask again to start over.</Banner>
          )}
          <Fields form={form} isLocked={isLocked} />
          {form.error !== null && <ErrorNote error={form.error} />}
        </CardBody>
        <CardFooter className="justify-end">
          <p role="status" className="mr-auto text-xs text-ink-faint">
            {form.isSent
              ? "Sent. Planning starts."
              : "Nothing is changed yet: you approve the exact plan first."}
          </p>
          <Button type="submit" variant="primary" isBusy={form.isSending} disabled={isLocked}>
            Continue to the plan
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}

function subtitleOf(missing: number): string {
  if (missing === 0) return "Everything is filled in; change what should be different.";
  return `${plural(missing, "value is", "values are")} missing; the rest is filled in.`;
}

function Fields({ form, isLocked }: { readonly form: IntakeForm; readonly isLocked: boolean }) {
  const simple = form.fields.filter(({ kind }) => kind !== "variables");
  const variables = form.fields.find(({ kind }) => kind === "variables");
  return (
    <>
      <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
        {simple.map((field) => (
          <TextField
            key={field.name}
            field={field}
            value={form.values[field.name] ?? ""}
            error={form.errors[field.name]}
            isLocked={isLocked}
            onChange={(value) => form.change(field.name, value)}
          />
        ))}
      </div>
      {variables && (
        <VariableRows
          title={variables.title}
          rows={form.rows}
          kept={Object.keys(keptVariables(form.fields))}
          errors={form.row_errors}
          isLocked={isLocked}
          onAdd={form.addRow}
          onChange={form.changeRow}
          onRemove={form.removeRow}
        />
      )}
    </>
  );
}

/** The errors appear with the next render; the focus goes to the first of them. */
function focusFirstError(form: HTMLFormElement | null): void {
  flushSync(() => undefined);
  form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
