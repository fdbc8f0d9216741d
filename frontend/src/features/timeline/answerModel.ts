/** What a read found, as rows of text; pure. */

import type { JsonObject, JsonValue } from "@/contract";
import { objectOf } from "@/lib/json";
import { formatDate } from "@/lib/time";

/** A whole moment of RFC 3339; a date alone has no time zone, and stays as it is. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export interface AnswerRows {
  /** `null` where it is about one thing: then every row is a name and its value. */
  readonly columns: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** How many there are; `rows` may be the first of them. */
  readonly total: number;
}

export function rowsOf(answer: JsonObject): AnswerRows {
  const { columns, rows, total, facts } = answer;
  if (Array.isArray(columns) && Array.isArray(rows)) {
    const shown = rows.map((row) => (Array.isArray(row) ? row.map(cell) : [cell(row)]));
    return { columns: columns.map(words), rows: shown, total: typeof total === "number" ? total : shown.length };
  }
  const known = Object.entries(objectOf(facts) as JsonObject);
  return { columns: null, rows: known.map(([name, value]) => [words(name), cell(value)]), total: known.length };
}

function words(name: JsonValue): string {
  const plain = cell(name).replaceAll("_", " ");
  return plain.replaceAll(/\b(arn|id|url)\b/g, (found) => found.toUpperCase());
}

function cell(value: JsonValue): string {
  if (value === null) return "–";
  if (typeof value === "string" && MOMENT.test(value)) return formatDate(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
