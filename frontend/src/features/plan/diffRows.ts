/** A change of values as rows of leaves: what stood there, and what will. */

import type { Change } from "@/contract";

type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

export type RowKind = "added" | "removed" | "changed" | "same";

export interface DiffRow {
  readonly path: string;
  readonly kind: RowKind;
  readonly before: string | null;
  readonly after: string | null;
  /** The output that gives the value while the plan is applied; `null` where it is known already. */
  readonly known_after: string | null;
}

const KNOWN_AFTER = /^\(known after ([a-z0-9_.]+)\)$/;
const OWNERSHIP_TAG = "tags › aws-copilot:";

/**
 * The rows of one change, without the service's own ownership tags.
 *
 * A preview's `after` names only what a step sets. So where a resource stays, a field that stands
 * only in `before` is left alone and makes no row.
 */
export function diffRows(change: Pick<Change, "before" | "after">): readonly DiffRow[] {
  const before = leaves(touched(change.before, change.after));
  const after = leaves(change.after);
  const paths = [...new Set([...after.keys(), ...before.keys()])];
  return paths
    .filter((path) => !path.startsWith(OWNERSHIP_TAG))
    .map((path) => row(path, before.get(path) ?? null, after.get(path) ?? null));
}

/** How many ownership tags a change carries; they are counted, not listed. */
export function ownershipTags(change: Pick<Change, "before" | "after">): number {
  const paths = [...leaves(change.after ?? change.before).keys()];
  return paths.filter((path) => path.startsWith(OWNERSHIP_TAG)).length;
}

function touched(before: Json, after: Json): Json {
  if (!isObject(before) || !isObject(after)) return before;
  return Object.fromEntries(Object.entries(before).filter(([name]) => name in after));
}

function row(path: string, before: string | null, after: string | null): DiffRow {
  const known_after = KNOWN_AFTER.exec(after ?? "")?.[1] ?? null;
  return { path, kind: rowKind(before, after), before, after, known_after };
}

function rowKind(before: string | null, after: string | null): RowKind {
  if (before === after) return "same";
  if (before === null) return "added";
  return after === null ? "removed" : "changed";
}

function leaves(value: Json, path = ""): ReadonlyMap<string, string> {
  if (value === null || value === undefined) return new Map();
  if (!isObject(value) || Object.keys(value).length === 0) return new Map([[path || "value", shown(value)]]);
  const parts = Object.entries(value).flatMap(([name, inner]) => [
    ...leaves(inner, path ? `${path} › ${name}` : name),
  ]);
  return new Map(parts);
}

function shown(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length === 0 ? "(none)" : value.join(", ");
  }
  return JSON.stringify(value, sortedKeys, 2);
}

/** AWS answers policies with their keys in another order: that is no change. */
function sortedKeys(_: string, value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one.localeCompare(other)));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
