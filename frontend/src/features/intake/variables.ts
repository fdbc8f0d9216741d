/** Environment variables as rows; pure. Their values live here until the form is sent, and nowhere else. */

export interface VariableRow {
  readonly row_id: number;
  readonly name: string;
  readonly value: string;
  /** A secret is typed as dots; all values go to the vault either way. */
  readonly is_secret: boolean;
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,127}$/;
const RESERVED = ["AWS_", "LAMBDA_", "_X_AMZN"];

export function emptyRow(row_id: number): VariableRow {
  return { row_id, name: "", value: "", is_secret: true };
}

/** What is wrong with each row, by its id; a row that is empty altogether counts as not there. */
export function rowErrors(rows: readonly VariableRow[]): ReadonlyMap<number, string> {
  const wrong = filled(rows).map((row) => [row.row_id, rowError(row, rows)] as const);
  return new Map(wrong.filter((entry): entry is readonly [number, string] => entry[1] !== null));
}

export function valuesOf(rows: readonly VariableRow[]): Record<string, string> {
  return Object.fromEntries(filled(rows).map(({ name, value }) => [name.trim(), value]));
}

function filled(rows: readonly VariableRow[]): readonly VariableRow[] {
  return rows.filter(({ name, value }) => name.trim() !== "" || value !== "");
}

function rowError({ row_id, name }: VariableRow, rows: readonly VariableRow[]): string | null {
  const given = name.trim();
  if (given === "") return "Give this value a name.";
  if (!NAME.test(given)) return "Use letters, digits and underscores, starting with a letter.";
  const prefix = RESERVED.find((each) => given.startsWith(each));
  if (prefix !== undefined) return `AWS keeps names that start with ${prefix} for itself.`;
  const is_twice = rows.some((row) => row.row_id < row_id && row.name.trim() === given);
  return is_twice ? `${given} stands here twice.` : null;
}
