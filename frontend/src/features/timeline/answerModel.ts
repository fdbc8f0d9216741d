/** What a read found, as rows of text; pure. */

import type { JsonObject, JsonValue } from "@/contract";
import { objectOf } from "@/lib/json";

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
  return cell(name).replaceAll("_", " ");
}

function cell(value: JsonValue): string {
  if (value === null) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
