import { useEffect } from "react";

import { asServiceError, useNewSession, useSessions } from "@/connection";
import type { UserView } from "@/contract";
import { matchPath, navigate, usePath } from "@/lib/router";
import { SessionProvider } from "@/run";

import { Routes } from "./Routes";
import { Shell } from "./Shell";
import { Splash, Unreachable } from "./Splash";

/** A signed-in person: one conversation is open, whatever page is shown. */
export function SignedIn({ user }: { user: UserView }) {
  const path = usePath();
  const sessions = useSessions();
  const { mutate: start, ...starting } = useNewSession();
  const wanted = matchPath("/conversations/:session_id", path)?.session_id;
  const session_id = wanted ?? sessions.data?.[0]?.session_id;
  const isFirst = sessions.data?.length === 0 && starting.isIdle;
  useEffect(() => {
    if (isFirst) start();
  }, [isFirst, start]);
  useEffect(() => {
    if ((path === "/" || path === "/setup") && session_id) navigate(`/conversations/${session_id}`, { replace: true });
  }, [path, session_id]);

  const failed = sessions.error ?? starting.error;
  if (failed && !session_id) {
    return <Unreachable error={asServiceError(failed)} onRetry={() => void sessions.refetch()} />;
  }
  if (!session_id) return <Splash />;
  const newConversation = () => {
    start(undefined, { onSuccess: (session) => navigate(`/conversations/${session.session_id}`) });
  };
  return (
    <SessionProvider key={session_id} session_id={session_id}>
      <Shell
        user={user}
        session_id={session_id}
        sessions={sessions.data ?? []}
        onNewConversation={newConversation}
      >
        <Routes onNewConversation={newConversation} />
      </Shell>
    </SessionProvider>
  );
}
