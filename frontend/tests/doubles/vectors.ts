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
}

export const VECTOR_NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(/\.json$/, ""));

export function vectorOf(name: string): Vector {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Vector;
}
