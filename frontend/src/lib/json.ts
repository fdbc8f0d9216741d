/** JSON from outside, looked at without trusting its shape. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The value as an object, or an empty one. */
export function objectOf(value: unknown): Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, Json>)
    : {};
}

/** The value if it is text, otherwise `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The texts in the value, if it is an array. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}
