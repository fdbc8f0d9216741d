import { ArrowDown, MessageSquareOff } from "lucide-react";

import { useAccounts } from "@/connection";
import { lastReply, liveRun, useSession, useSessionActions, waitingFor, type RunState, type SessionSnapshot } from "@/run";
import { Button, EmptyState, Skeleton } from "@/ui";

import { AddCredentials } from "./AddCredentials";
import { Composer } from "./Composer";
import { ConnectAccount } from "./ConnectAccount";
import { EmptyConversation } from "./EmptyConversation";
import { Messages } from "./Messages";
import { StopBar } from "./StopBar";
import { Suggestions } from "./Suggestions";
import { useFollow } from "./useFollow";

/** The conversation of the session around it. */
export function Conversation({ onNewConversation }: { onNewConversation: () => void }) {
  const snapshot = useSession();
  const { session, outgoing, draft, is_loaded, connection } = snapshot;
  const { sendMessage } = useSessionActions();
  const accounts = useAccounts();
  const count = session.items.length + outgoing.length;
  const sending = outgoing.map(({ state }) => state).join();
  const { container, onScroll, unseen, isFollowing, jump } = useFollow(
    count,
    `${session.last_sequence}/${sending}/${is_loaded}/${draft?.text.length ?? 0}`,
  );
  const send = (text: string) => {
    sendMessage(text);
    jump();
  };
  if (connection.state === "refused") return <Refused reason={connection.reason} onNewConversation={onNewConversation} />;
  const run = liveRun(session);
  const isFinal = lastReply(session)?.is_final ?? false;
  return (
    <div className="relative flex h-full min-h-0 flex-col">
      <div
        ref={container}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label="Messages"
        className="relative min-h-0 grow overflow-y-auto overscroll-contain px-4 -outline-offset-2 sm:px-6"
      >
        <div className="mx-auto h-full max-w-3xl">
          <Body snapshot={snapshot} hasAccount={accounts && accounts.length > 0} onChoose={send} />
        </div>
      </div>
      <footer className="relative shrink-0 px-4 pb-4 sm:px-6">
        {isFollowing ? null : <JumpButton unseen={unseen} onJump={jump} />}
        <div className="mx-auto max-w-3xl">
          {run ? <StopBar key={run.graph_run_id} run={run} /> : null}
          {isFinal ? (
            <Closed onNewConversation={onNewConversation} />
          ) : (
            <Composer
              key={session.session_id}
              session_id={session.session_id}
              placeholder={placeholderOf(run, count)}
              onSend={send}
            />
          )}
        </div>
      </footer>
    </div>
  );
}

function Body({
  snapshot,
  hasAccount,
  onChoose,
}: {
  snapshot: SessionSnapshot;
  hasAccount: boolean | undefined;
  onChoose: (text: string) => void;
}) {
  const { session, outgoing, draft, is_loaded } = snapshot;
  if (!session.items.length && !outgoing.length) {
    return is_loaded ? <EmptyConversation hasAccount={hasAccount} onChoose={onChoose} /> : <Loading />;
  }
  const reply = outgoing.length || draft ? null : lastReply(session);
  const isLast = session.items.at(-1)?.key === reply?.turn_id;
  return (
    <div className="space-y-5 py-6">
      <h1 className="sr-only">Conversation</h1>
      <div role="log" aria-label="Conversation">
        <Messages snapshot={snapshot} />
      </div>
      {reply?.needs === "credentials" ? (
        <Credentials hasAccount={hasAccount} canTryAgain={reply.suggestions.length > 0} />
      ) : null}
      {isLast ? <Suggestions suggestions={reply?.suggestions ?? []} onChoose={onChoose} /> : null}
    </div>
  );
}

function placeholderOf(run: RunState | null | undefined, count: number): string {
  if (run && waitingFor(run) === "approval") return "Ask about the plan";
  return count ? "Say what to do, or ask" : "Say what to deploy";
}

/** The way to what a reply asks for: a first account, or the dialog, unless all that is left is to try again. */
function Credentials({ hasAccount, canTryAgain }: { hasAccount: boolean | undefined; canTryAgain: boolean }) {
  if (hasAccount && canTryAgain) return null;
  return hasAccount ? <AddCredentials className="ml-9" /> : <ConnectAccount className="ml-9" />;
}

function JumpButton({ unseen, onJump }: { unseen: number; onJump: () => void }) {
  return (
    <div className="absolute inset-x-0 -top-10 flex justify-center">
      <Button size="sm" onClick={onJump} className="rounded-full shadow-raised">
        <ArrowDown aria-hidden />
        {unseen ? `Jump to latest (${unseen} new)` : "Jump to latest"}
      </Button>
    </div>
  );
}

function Closed({ onNewConversation }: { onNewConversation: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 text-sm">
      <p className="grow text-ink-muted">This conversation is closed.</p>
      <Button onClick={onNewConversation}>Start a new one</Button>
    </div>
  );
}

function Refused({
  reason,
  onNewConversation,
}: {
  reason: "not_found" | "forbidden";
  onNewConversation: () => void;
}) {
  return (
    <EmptyState
      icon={<MessageSquareOff />}
      title={reason === "not_found" ? "There is no such conversation." : "The service refused the connection."}
      action={<Button onClick={onNewConversation}>Start a new one</Button>}
    >
      {reason === "not_found"
        ? "It may belong to somebody else, or have been removed."
        : "Open the page under the address that the service printed."}
    </EmptyState>
  );
}

function Loading() {
  return (
    <div aria-busy="true" aria-label="Loading the conversation" className="space-y-6 py-8">
      <Skeleton className="ml-auto h-10 w-2/3 rounded-xl" />
      <div className="space-y-2.5">
        <Skeleton className="w-11/12" />
        <Skeleton className="w-4/5" />
        <Skeleton className="w-2/5" />
      </div>
      <Skeleton className="h-40 rounded-lg" />
    </div>
  );
}
