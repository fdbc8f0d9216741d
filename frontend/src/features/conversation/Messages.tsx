import { isOpen, useSessionActions, type SessionItem, type SessionSnapshot, type SessionState } from "@/run";

import { DraftTurn } from "./DraftTurn";
import { ItemView } from "./ItemView";
import { OutgoingTurn } from "./OutgoingTurn";

/** This many items at the end are always laid out, so that the end is where it seems to be. */
const ALWAYS_LAID_OUT = 8;
const LAID_OUT_IN_VIEW = "[contain-intrinsic-size:auto_8rem] [content-visibility:auto]";

/** Everything that was said and done, in order. */
export function Messages({ snapshot }: { snapshot: SessionSnapshot }) {
  const { session, outgoing, draft } = snapshot;
  const { retryMessage, discardMessage } = useSessionActions();
  const question = outgoing.length ? null : unansweredKey(session);
  const firstLaidOut = session.items.length - ALWAYS_LAID_OUT;
  const rows = session.items.map((item, index) => (
    <li
      key={item.key}
      data-question={item.key === question || undefined}
      className={index < firstLaidOut ? LAID_OUT_IN_VIEW : "animate-rise"}
    >
      <ItemView
        item={item}
        turn={item.kind === "turn" ? session.turns[item.turn_id] : undefined}
        run={item.kind === "turn" ? undefined : session.runs[item.graph_run_id]}
      />
    </li>
  ));
  // Among the rows and under the key of the turn to come, which takes its place without a flicker.
  if (isWriting(snapshot)) {
    rows.push(
      <li key={draft?.turn_id ?? "draft"} className="animate-rise">
        <DraftTurn text={draft?.text ?? ""} />
      </li>,
    );
  }
  return (
    <ol className="space-y-5">
      {rows}
      {outgoing.map((message) => (
        <li key={message.message_id}>
          <OutgoingTurn
            message={message}
            onRetry={() => retryMessage(message.message_id)}
            onDiscard={() => discardMessage(message.message_id)}
          />
        </li>
      ))}
    </ol>
  );
}

/** Whether a reply is being written: its text has begun, or the message before it was taken. */
function isWriting({ session, outgoing, draft, is_answering }: SessionSnapshot): boolean {
  const last = session.items.at(-1);
  const isAsked = is_answering && !outgoing.length && last !== undefined && isOfPerson(session, last);
  return draft !== null || isAsked;
}

/** The open form or plan that came after the person's last word. */
function unansweredKey(session: SessionState): string | null {
  const lastWord = session.items.findLastIndex((item) => isOfPerson(session, item));
  return session.items.slice(lastWord + 1).find((item) => isOpen(session, item))?.key ?? null;
}

function isOfPerson(session: SessionState, item: SessionItem): boolean {
  return item.kind === "turn" && session.turns[item.turn_id]?.author === "person";
}
