import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Event } from "@/contract";

const FOLDER = join(fileURLToPath(import.meta.url), "../../../../tests/vectors");

/** A recorded run, and the state to which the service folds it. */
export interface Vector {
  about: string;
  events: Event[];
  expected: Record<string, unknown>;
  /** As `copilot runs replay` prints it. */
  event_digest: string;
}

export const VECTOR_NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(/\.json$/, ""));

/** `sha256:` over the canonical JSON (RFC 8785) of the events; JavaScript writes numbers and text as it asks. */
export function eventDigest(events: Event[]): string {
  return `sha256:${createHash("sha256").update(canonical(events)).digest("hex")}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  const members = value as Record<string, unknown>;
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(members[name])}`).join(",")}}`;
}

export function vectorOf(name: string): Vector {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Vector;
}
