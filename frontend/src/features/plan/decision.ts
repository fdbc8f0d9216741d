/** Who answered a question and why, as far as the run's log tells it. */

import { objectOf, textOf } from "@/lib/json";
import type { RunState } from "@/run/types";

export interface Decision {
  readonly who: string | null;
  readonly reason: string | null;
}

export function decisionOf(run: RunState, approval_id: string): Decision {
  const decided = run.events.find(
    ({ type, payload }) => type === "approval_decided" && payload.approval_id === approval_id,
  );
  const { actor, reason } = objectOf(decided?.payload);
  return { who: textOf(objectOf(actor).user_id), reason: textOf(reason) };
}
