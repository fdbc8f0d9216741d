/** What stands in the fields of a form: kept over a reload until it was sent. Values of variables are never kept. */

import { useState } from "react";

import { objectOf, textOf } from "@/lib/json";
import { readStored, writeStored } from "@/lib/storage";

import type { FieldValues } from "./formModel";

interface KeptValues {
  readonly values: FieldValues;
  readonly change: (name: string, value: string) => void;
  readonly forget: () => void;
}

/** `form_id` tells the forms apart; `first` is what stands there before anything was typed. */
export function useFieldValues(form_id: string, first: FieldValues): KeptValues {
  const key = `copilot.form.${form_id}`;
  const [values, setValues] = useState<FieldValues>(() => ({ ...first, ...keptValues(key, first) }));
  return {
    values,
    change: (name, value) => {
      const changed = { ...values, [name]: value };
      writeStored(key, JSON.stringify(changed));
      setValues(changed);
    },
    forget: () => writeStored(key, null),
  };
}

function keptValues(key: string, first: FieldValues): FieldValues {
  const kept = parsed(readStored(key));
  return Object.fromEntries(Object.entries(first).map(([name, value]) => [name, textOf(kept[name]) ?? value]));
}

function parsed(stored: string | null): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(stored ?? "{}"));
  } catch {
    return {};
  }
}
