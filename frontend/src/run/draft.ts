/** The reply that is being written: pieces of text that the finished turn takes the place of. */

import type { TurnPiece } from "@/contract";
import type { SessionState } from "@/run/types";

export interface Draft {
  /** That of the turn to come. */
  turn_id: string;
  text: string;
}

/** The draft after the pieces; `null` where there is none, or where the turn is there already. */
export function draftAfter(
  draft: Draft | null,
  pieces: readonly TurnPiece[],
  turns: SessionState["turns"],
): Draft | null {
  const written = pieces.reduce(withPiece, draft);
  return written && turns[written.turn_id] ? null : written;
}

function withPiece(draft: Draft | null, { turn_id, text, is_void }: TurnPiece): Draft | null {
  const isSame = draft?.turn_id === turn_id;
  if (is_void) return isSame ? null : draft;
  return { turn_id, text: isSame ? draft.text + text : text };
}
