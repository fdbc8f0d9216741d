/** A form as its JSON Schema describes it: fields, first values, and what is wrong with an answer. Pure. */

import { Validator } from "@cfworker/json-schema";

import type { DeploymentRequest, JsonObject, JsonValue } from "@/contract";
import { objectOf, textOf, textsOf } from "@/lib/json";
import type { IntakeRequestState, IntakeValues } from "@/run/types";

export interface Field {
  readonly name: string;
  readonly title: string;
  readonly kind: "text" | "choice" | "variables";
  readonly choices: readonly string[];
  readonly is_required: boolean;
  readonly hint: string | null;
  /** Examples that the browser offers while one types. */
  readonly examples: readonly string[];
  /** Where the first value is from, in words; `null` for an empty field. */
  readonly origin: string | null;
  readonly schema: JsonObject;
}

export type FieldValues = Readonly<Record<string, string>>;
export type FieldErrors = Readonly<Record<string, string>>;

const ORIGINS: Readonly<Record<string, string>> = {
  user: "From what you wrote",
  repo_fact: "Found in the source",
  default: "Default",
  aws_read: "Read from your account",
};
const CHOICE_WORDS: Readonly<Record<string, string>> = { lambda: "AWS Lambda (serverless, public URL)" };
const HINTS: Readonly<Record<string, string>> = {
  source: "A Git URL, or a folder inside the configured workspace.",
  branch: "Empty means the default branch.",
  region: "Such as us-east-1.",
  application_name: "1 to 40 lower-case letters, digits and hyphens, starting with a letter.",
};
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  region: [
    "us-east-1",
    "us-east-2",
    "us-west-2",
    "eu-central-1",
    "eu-west-1",
    "ap-northeast-1",
    "ap-southeast-2",
  ],
};

export function fieldsOf(request: IntakeRequestState): readonly Field[] {
  const properties = objectOf(request.form.properties);
  const required = textsOf(request.form.required);
  return Object.keys(properties).map((name) => {
    const schema = objectOf(properties[name]);
    const choices = textsOf(schema.enum);
    return {
      name,
      title: textOf(schema.title) ?? name,
      kind: schema.type === "object" ? "variables" : choices.length > 0 ? "choice" : "text",
      choices,
      is_required: required.includes(name),
      hint: typeof schema.description === "string" ? schema.description : (HINTS[name] ?? null),
      examples: EXAMPLES[name] ?? [],
      origin: originOf(schema, choices),
      schema,
    };
  });
}

export function choiceWord(choice: string): string {
  return CHOICE_WORDS[choice] ?? choice;
}

/** What stands in the fields at first: what is known, or the only choice there is. */
export function firstValues(fields: readonly Field[]): FieldValues {
  const simple = fields.filter(({ kind }) => kind !== "variables");
  return Object.fromEntries(
    simple.map(({ name, schema, choices }) => [name, textOf(schema.default) ?? onlyChoice(choices) ?? ""]),
  );
}

/** How many values are missing; a field with one choice fills in itself. */
export function missingCount({ missing }: IntakeRequestState, fields: readonly Field[]): number {
  const first = firstValues(fields);
  return missing.filter((name) => !first[name]).length;
}

/** References to variables that are in the vault already, by name. */
export function keptVariables(fields: readonly Field[]): Record<string, string> {
  const kept = objectOf(fields.find(({ kind }) => kind === "variables")?.schema.default);
  return Object.fromEntries(Object.entries(kept).map(([name, reference]) => [name, textOf(reference) ?? ""]));
}

/**
 * The answer of a form: what was filled in, and `null` for a first value that was cleared.
 *
 * Values of variables stay apart from the request, which names only those that are in the vault.
 */
export function answerOf(
  fields: readonly Field[],
  values: FieldValues,
  environment_values: Record<string, string>,
): IntakeValues {
  const simple = fields.filter(({ kind }) => kind !== "variables");
  const answered = simple
    .map(({ name, schema }) => [name, answeredValue(values[name], schema.default)] as const)
    .filter(([, value]) => value !== undefined);
  const environment = keptVariables(fields);
  const request: DeploymentRequest = { ...Object.fromEntries(answered), environment };
  return { request, environment_values };
}

/** One sentence for each field that the schema does not accept; empty where all is well. */
export function errorsOf(
  form: JsonObject,
  fields: readonly Field[],
  { request, environment_values }: IntakeValues,
): FieldErrors {
  const given = Object.entries(request).filter(([, value]) => value !== null);
  const instance = { ...Object.fromEntries(given), environment: environment_values };
  const { errors } = new Validator(form, "2020-12", false).validate(instance);
  const wrong = new Set(errors.map(({ instanceLocation }) => instanceLocation.split("/")[1]));
  const entries = fields
    .map((field) => [field.name, errorOf(field, instance, wrong.has(field.name))] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== null);
  return Object.fromEntries(entries);
}

function answeredValue(value: string | undefined, first: JsonValue | undefined): string | null | undefined {
  const given = value?.trim();
  if (given) return given;
  return first === undefined ? undefined : null;
}

function errorOf(field: Field, instance: Readonly<Record<string, unknown>>, isWrong: boolean): string | null {
  if (field.is_required && instance[field.name] === undefined) return `${field.title} is needed.`;
  if (!isWrong || instance[field.name] === undefined) return null;
  if (field.choices.length > 0) return `${field.title}: choose one of ${field.choices.join(", ")}.`;
  return `This cannot be used.${field.hint ? ` ${field.hint}` : ""}`;
}

function originOf(schema: JsonObject, choices: readonly string[]): string | null {
  if (schema.default !== undefined)
    return ORIGINS[textOf(schema["x-provenance"]) ?? ""] ?? "From what you wrote";
  return onlyChoice(choices) === undefined ? null : "The only target so far";
}

function onlyChoice(choices: readonly string[]): string | undefined {
  return choices.length === 1 ? choices[0] : undefined;
}
