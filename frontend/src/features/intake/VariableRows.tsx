import { Eye, EyeOff, LockKeyhole, Plus, Trash2 } from "lucide-react";
import { useId } from "react";

import { Button, IconButton, Input } from "@/ui";

import type { VariableRow } from "./variables";

interface VariableRowsProps {
  readonly title: string;
  readonly rows: readonly VariableRow[];
  /** Names whose values are in the vault already. */
  readonly kept: readonly string[];
  readonly errors: ReadonlyMap<number, string>;
  readonly isLocked: boolean;
  readonly onAdd: () => void;
  readonly onChange: (row: VariableRow) => void;
  readonly onRemove: (row_id: number) => void;
}

/** Environment variables, one row each; what is secret is typed as dots. */
export function VariableRows({
  title,
  rows,
  kept,
  errors,
  isLocked,
  onAdd,
  onChange,
  onRemove,
}: VariableRowsProps) {
  return (
    <fieldset disabled={isLocked} className="min-w-0">
      <legend className="flex w-full items-baseline justify-between gap-2 text-sm font-medium">
        {title} <span className="text-xs font-normal text-ink-faint">optional</span>
      </legend>
      <p className="mt-1 flex items-start gap-1.5 text-xs text-ink-faint">
        <LockKeyhole aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        Values go to the vault, encrypted. The conversation, the plan and the log only ever hold their names.
      </p>
      {kept.length > 0 && (
        <p className="mt-2 text-xs text-ink-muted">
          In the vault already: <code>{kept.join(", ")}</code>
        </p>
      )}
      <ul className="mt-2 space-y-2.5 empty:hidden">
        {rows.map((row) => (
          <Row
            key={row.row_id}
            row={row}
            error={errors.get(row.row_id)}
            onChange={onChange}
            onRemove={onRemove}
          />
        ))}
      </ul>
      <Button size="sm" onClick={onAdd} className="mt-2.5">
        <Plus aria-hidden /> Add a variable
      </Button>
    </fieldset>
  );
}

interface RowProps extends Pick<VariableRowsProps, "onChange" | "onRemove"> {
  readonly row: VariableRow;
  readonly error: string | undefined;
}

function Row({ row, error, onChange, onRemove }: RowProps) {
  const errorId = useId();
  const { name, value, is_secret } = row;
  const described = error === undefined ? {} : { "aria-invalid": true, "aria-describedby": errorId };
  return (
    <li>
      <div className="grid grid-cols-[1fr_auto_auto] items-center gap-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto_auto]">
        <Input
          {...described}
          aria-label="Name of the variable"
          placeholder="DATABASE_URL"
          value={name}
          autoComplete="off"
          spellCheck={false}
          className="col-span-3 font-mono sm:col-span-1"
          onChange={({ target }) => onChange({ ...row, name: target.value })}
        />
        <Input
          aria-label={`Value of ${name || "the variable"}`}
          placeholder="value"
          type={is_secret ? "password" : "text"}
          value={value}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          onChange={({ target }) => onChange({ ...row, value: target.value })}
        />
        <IconButton
          label={is_secret ? "Show the value" : "Hide the value"}
          aria-pressed={is_secret}
          icon={is_secret ? <EyeOff /> : <Eye />}
          onClick={() => onChange({ ...row, is_secret: !is_secret })}
        />
        <IconButton
          label={`Remove ${name || "the variable"}`}
          icon={<Trash2 />}
          onClick={() => onRemove(row.row_id)}
        />
      </div>
      {error !== undefined && (
        <p id={errorId} className="mt-1 text-xs font-medium text-danger-text">
          {error}
        </p>
      )}
    </li>
  );
}
