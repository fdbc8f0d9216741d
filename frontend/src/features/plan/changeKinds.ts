/** The words, symbols and tones in which the kinds of change are shown; never colour alone. */

import type { Change, ChangeKind } from "@/contract";

export type Tone = "success" | "warning" | "danger" | "replace" | "info" | "neutral";

/** A step that only reads changes nothing, and is not called a change. */
export type ShownKind = ChangeKind | "read";

interface KindLook {
  readonly symbol: string;
  readonly word: string;
  readonly verb: string;
  readonly tone: Tone;
}

export const KIND_LOOKS: Readonly<Record<ShownKind, KindLook>> = {
  delete: { symbol: "-", word: "delete", verb: "delete", tone: "danger" },
  replace: { symbol: "-/+", word: "replace", verb: "replace", tone: "replace" },
  create: { symbol: "+", word: "create", verb: "create", tone: "success" },
  update: { symbol: "~", word: "update", verb: "update", tone: "warning" },
  run: { symbol: "▸", word: "run", verb: "run", tone: "info" },
  none: { symbol: "=", word: "no change", verb: "keep", tone: "neutral" },
  read: { symbol: "?", word: "read", verb: "read", tone: "neutral" },
};

/** What takes something away comes first. */
export const KIND_ORDER: readonly ShownKind[] = ["delete", "replace", "create", "update", "run", "none", "read"];

export function countsByKind(kinds: readonly ShownKind[]): ReadonlyMap<ShownKind, number> {
  const counts = KIND_ORDER.map((kind) => [kind, kinds.filter((each) => each === kind).length] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}

/** The effect as a button says it: "Create 12 resources", "Delete 1 and create 3", "Apply without changes". */
export function effectSentence(changes: readonly Change[]): string {
  const counts = [...countsByKind(changes.map(({ kind }) => kind))].filter(([kind]) => kind !== "none");
  const [only] = counts;
  if (only === undefined) return "Apply without changes";
  if (counts.length === 1) return capitalised(single(...only));
  const parts = counts.map(([kind, count]) => `${KIND_LOOKS[kind].verb} ${count}`);
  return capitalised(`${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`);
}

function single(kind: ShownKind, count: number): string {
  const noun = kind === "run" ? "command" : "resource";
  return `${KIND_LOOKS[kind].verb} ${count} ${noun}${count === 1 ? "" : "s"}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
