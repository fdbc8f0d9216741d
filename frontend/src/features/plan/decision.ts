/** Who answered a question and why, as far as the run's log tells it. */

import { objectOf, textOf } from "@/lib/json";
import { actorName } from "@/lib/text";
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
  const { user_id, user_name } = objectOf(actor);
  const who = textOf(user_id);
  return {
    who: who === null ? null : actorName({ user_id: who, user_name: textOf(user_name) }),
    reason: textOf(reason),
  };
}
