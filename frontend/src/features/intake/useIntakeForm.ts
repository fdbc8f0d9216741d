/** The values of an intake form, until they are sent and accepted. */

import { useState } from "react";

import { type SendingError, useSending } from "@/lib/useSending";
import type { IntakeRequestState, IntakeValues } from "@/run/types";

import {
  answerOf,
  errorsOf,
  type Field,
  type FieldErrors,
  fieldsOf,
  type FieldValues,
  firstValues,
} from "./formModel";
import { useFieldValues } from "./useFieldValues";
import { emptyRow, rowErrors, type VariableRow, valuesOf } from "./variables";

export interface IntakeForm {
  readonly fields: readonly Field[];
  readonly values: FieldValues;
  readonly rows: readonly VariableRow[];
  readonly errors: FieldErrors;
  readonly row_errors: ReadonlyMap<number, string>;
  readonly isSending: boolean;
  readonly isSent: boolean;
  readonly error: SendingError | null;
  readonly change: (name: string, value: string) => void;
  readonly addRow: () => void;
  readonly changeRow: (row: VariableRow) => void;
  readonly removeRow: (row_id: number) => void;
  /** Send what is valid; whether it was accepted. An error keeps every value; success forgets them. */
  readonly submit: () => Promise<boolean>;
}

export function useIntakeForm(
  request: IntakeRequestState,
  onSubmit: (values: IntakeValues) => Promise<void>,
): IntakeForm {
  const fields = fieldsOf(request);
  const { values, change, forget } = useFieldValues(request.event_id, firstValues(fields));
  const [rows, setRows] = useState<readonly VariableRow[]>([]);
  const [isTried, setIsTried] = useState(false);
  const [isSent, setIsSent] = useState(false);
  const { isSending, error, send } = useSending();

  const answer = answerOf(fields, values, valuesOf(rows));
  const errors = errorsOf(request.form, fields, answer);
  const row_errors = rowErrors(rows);

  const submit = async (): Promise<boolean> => {
    setIsTried(true);
    if (Object.keys(errors).length > 0 || row_errors.size > 0) return false;
    const isAccepted = await send(() => onSubmit(answer));
    if (isAccepted) {
      forget();
      setRows([]);
      setIsSent(true);
    }
    return isAccepted;
  };
  return {
    fields,
    values,
    rows,
    errors: isTried ? errors : {},
    row_errors: isTried ? row_errors : new Map(),
    isSending,
    isSent,
    error,
    change,
    addRow: () => setRows((known) => [...known, emptyRow((known.at(-1)?.row_id ?? 0) + 1)]),
    changeRow: (row) => setRows((known) => known.map((each) => (each.row_id === row.row_id ? row : each))),
    removeRow: (row_id) => setRows((known) => known.filter((each) => each.row_id !== row_id)),
    submit,
  };
}
