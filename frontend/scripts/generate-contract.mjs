/**
 * Writes src/contract/generated from backend/contract: `node scripts/generate-contract.mjs [--check]`.
 * Prints one line per file; with --check nothing is written, and a stale file is exit code 1.
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";

import { compile } from "json-schema-to-typescript";
import openapiTS, { astToString } from "openapi-typescript";

const CONTRACT = new URL("../../backend/contract/", import.meta.url);
const GENERATED = new URL("../src/contract/generated/", import.meta.url);
const BANNER = "/* Generated from backend/contract; `make generate` rewrites it. */\n";
// What the server sends is whole: a field with a default is there. What a client sends may leave it out.
const SENT_BY_SERVER = ["event_payloads", "events", "server_frames", "views"];
const SENT_BY_CLIENT = ["client_frames", "commands"];

const LEFT_OUT = ["JsonValue", "discriminator", "title"];

const isCheck = process.argv.includes("--check");
let stale = 0;

for (const name of [...SENT_BY_SERVER, ...SENT_BY_CLIENT]) {
  const schema = await readJson(name);
  await keep(`${name}.ts`, await typesOf(schema, name));
}
await keep("openapi.ts", await openapiTypes());
process.exitCode = stale ? 1 : 0;

async function typesOf(schema, name) {
  const isWhole = SENT_BY_SERVER.includes(name);
  const prepared = prepare(schema, isWhole);
  const text = await compile({ ...prepared, title: name }, name, {
    additionalProperties: false,
    bannerComment: "",
    ignoreMinAndMaxItems: true,
    strictIndexSignatures: false,
  });
  const imports = text.includes("JsonValue") ? 'import type { JsonValue } from "@/contract/json";\n\n' : "";
  return `${BANNER}${imports}${text}`;
}

/** The schema as the generator understands it best: no titles inside, our own JsonValue. */
function prepare(value, isWhole) {
  if (Array.isArray(value)) return value.map((each) => prepare(each, isWhole));
  if (typeof value !== "object" || value === null) return value;
  if (value.$ref === "#/$defs/JsonValue") return { tsType: "JsonValue" };
  const prepared = Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !LEFT_OUT.includes(key))
      .map(([key, part]) => [key, key === "properties" ? properties(part, isWhole) : prepare(part, isWhole)]),
  );
  if (prepared.type === "object" && prepared.properties) {
    prepared.additionalProperties = false;
    if (isWhole) prepared.required = Object.keys(prepared.properties);
    else requireConstants(prepared);
  }
  return prepared;
}

function properties(part, isWhole) {
  return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, prepare(each, isWhole)]));
}

/** `type: "send_message"` has a default in Python; on the wire it tells the frames apart. */
function requireConstants(schema) {
  const constants = Object.keys(schema.properties).filter((name) => "const" in schema.properties[name]);
  schema.required = [...new Set([...(schema.required ?? []), ...constants])];
}

async function openapiTypes() {
  const api = await readJson("openapi");
  const nodes = await openapiTS(withLiftedDefs(api, api.components.schemas), {
    alphabetize: true,
    defaultNonNullable: false,
  });
  const ours = 'JsonValue: import("@/contract/json").JsonValue;';
  return BANNER + astToString(nodes).replace("JsonValue: unknown;", ours);
}

/** Definitions inside a body's schema belong beside the others: that is where its references point. */
function withLiftedDefs(value, schemas) {
  if (typeof value !== "object" || value === null) return value;
  for (const [name, schema] of Object.entries(value.$defs ?? {})) schemas[name] ??= schema;
  delete value.$defs;
  for (const part of Object.values(value)) withLiftedDefs(part, schemas);
  return value;
}

async function readJson(name) {
  return JSON.parse(await readFile(new URL(`${name}.json`, CONTRACT), "utf8"));
}

async function keep(name, text) {
  const file = new URL(name, GENERATED);
  const before = await readFile(file, "utf8").catch(() => "");
  const isCurrent = before === text;
  if (!isCurrent && isCheck) stale += 1;
  if (!isCurrent && !isCheck) {
    await mkdir(GENERATED, { recursive: true });
    await writeFile(file, text);
  }
  const verdict = isCurrent ? "current" : isCheck ? "stale" : "written";
  console.log(`${verdict} frontend/src/contract/generated/${name}`);
}
