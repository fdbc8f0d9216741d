/** What became of the account between the two looks at it; the same as the service's `account_change`. */

import type { AccountChange, AccountDigested } from "@/contract";
import type { RunState } from "@/run/types";

/** `null` where nobody looked. */
export function accountChange({ before, after }: RunState["account"]): AccountChange | null {
  if (before === null && after === null) return null;
  const changed = changedEntries(before, after);
  return {
    before: before?.digest ?? null,
    after: after?.digest ?? null,
    changed: changed ?? [],
    is_equal: changed === null ? null : changed.length === 0,
    is_complete: (before?.is_complete ?? false) && (after?.is_complete ?? false),
    reason: reasonOf(before) ?? reasonOf(after),
  };
}

/** The names of what came, went or changed; of looks that stopped at their bounds, only what both know of. */
function changedEntries(before: AccountDigested | null, after: AccountDigested | null): string[] | null {
  if (!before?.digest || !after?.digest) return null;
  const first = namesIn(before);
  const last = namesIn(after);
  const isComplete = before.is_complete && after.is_complete;
  const known = [...new Set([...first, ...last])].filter((name) => isComplete || (first.has(name) && last.has(name)));
  return known.filter((name) => before.resources[name] !== after.resources[name]).sort();
}

function namesIn({ resources, absent }: AccountDigested): ReadonlySet<string> {
  return new Set([...Object.keys(resources), ...absent]);
}

function reasonOf(look: AccountDigested | null): string | null {
  return look === null ? "Nobody has looked yet." : look.reason;
}
