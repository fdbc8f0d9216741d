import { useId } from "react";

import { textOf } from "@/lib/json";
import { Field, Input, Select } from "@/ui";

import { choiceWord, type Field as FormField } from "./formModel";

interface TextFieldProps {
  readonly field: FormField;
  readonly value: string;
  readonly error: string | undefined;
  readonly isLocked: boolean;
  readonly onChange: (value: string) => void;
}

/** One value of the form: typed, or chosen from a list. */
export function TextField({ field, value, error, isLocked, onChange }: TextFieldProps) {
  const listId = useId();
  const { choices, examples, name, hint, is_required } = field;
  return (
    <Field
      className="sm:first:col-span-2"
      label={field.title}
      hint={choices.length > 0 || error !== undefined ? null : hint}
      error={error}
      end={endWord(field, value)}
    >
      {(ids) =>
        choices.length > 0 ? (
          <Select
            {...ids}
            name={name}
            value={value}
            disabled={isLocked}
            required={is_required}
            onChange={({ target }) => onChange(target.value)}
          >
            {choices.length > 1 && <option value="">Choose…</option>}
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choiceWord(choice)}
              </option>
            ))}
          </Select>
        ) : (
          <>
            <Input
              {...ids}
              name={name}
              value={value}
              disabled={isLocked}
              required={is_required}
              list={examples.length > 0 ? listId : undefined}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={({ target }) => onChange(target.value)}
            />
            {examples.length > 0 && (
              <datalist id={listId}>
                {examples.map((example) => (
                  <option key={example} value={example} />
                ))}
              </datalist>
            )}
          </>
        )
      }
    </Field>
  );
}

/** Where an untouched value is from; otherwise whether one is needed. */
function endWord({ origin, schema, choices, is_required }: FormField, value: string): string | null {
  const isUntouched = value === (textOf(schema.default) ?? "") || choices.length === 1;
  if (isUntouched && origin !== null) return origin;
  if (!is_required) return "optional";
  return value.trim() === "" ? "needed" : null;
}
