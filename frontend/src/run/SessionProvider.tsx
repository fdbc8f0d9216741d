import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from "react";

import { rest, socketUrl } from "@/connection";
import { browserFrames } from "@/run/frames";
import { SessionStore, type SessionSnapshot } from "@/run/sessionStore";
import type { ApprovalDecision, IntakeValues } from "@/run/types";

const SessionContext = createContext<SessionStore | null>(null);

/** Keeps one session connected for everything below it. */
export function SessionProvider({
  session_id,
  store: given,
  children,
}: {
  session_id: string;
  /** A store of one's own, for tests. */
  store?: SessionStore;
  children: ReactNode;
}) {
  const store = useMemo(
    () => given ?? new SessionStore(session_id, socketUrl(session_id), browserFrames),
    [given, session_id],
  );
  useEffect(() => {
    const comeBack = () => store.connect();
    store.connect();
    window.addEventListener("online", comeBack);
    return () => {
      window.removeEventListener("online", comeBack);
      store.close();
    };
  }, [store]);
  return <SessionContext value={store}>{children}</SessionContext>;
}

/** The session as it stands; renders at most once per frame. */
export function useSession(): SessionSnapshot {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

export interface SessionActions {
  sendMessage: (text: string) => void;
  retryMessage: (message_id: string) => void;
  discardMessage: (message_id: string) => void;
  /** Puts values of environment variables into the vault, then answers the form. */
  answerIntake: (graph_run_id: string, values: IntakeValues) => Promise<void>;
  decideApproval: (decision: ApprovalDecision) => Promise<void>;
  cancelRun: (graph_run_id: string) => Promise<void>;
  startRollback: (deployment_id: string) => Promise<void>;
}

/** What a person can do in the session. The promises reject with a `ServiceError`. */
export function useSessionActions(): SessionActions {
  const store = useStore();
  return useMemo(
    () => ({
      sendMessage: (text) => store.sendMessage(text),
      retryMessage: (message_id) => store.retryMessage(message_id),
      discardMessage: (message_id) => store.discardMessage(message_id),
      answerIntake: async (graph_run_id, { request, environment_values }) => {
        const kept = await keepEnvironment(request.application_name ?? "", environment_values);
        const environment = { ...request.environment, ...kept };
        const answer = { ...request, ...(Object.keys(environment).length ? { environment } : {}) };
        await store.request({ type: "answer_intake", graph_run_id, request: answer });
      },
      decideApproval: (decision) => store.request({ ...decision, type: "decide_approval" }),
      cancelRun: (graph_run_id) => store.request({ type: "cancel_run", graph_run_id }),
      startRollback: (deployment_id) => store.request({ type: "start_rollback", deployment_id }),
    }),
    [store],
  );
}

async function keepEnvironment(
  application_name: string,
  values: Record<string, string>,
): Promise<Record<string, string>> {
  if (!Object.keys(values).length) return {};
  return rest.post("/api/v1/environment_values", { application_name, values });
}

function useStore(): SessionStore {
  const store = use(SessionContext);
  if (!store) throw new Error("useSession needs a SessionProvider above it.");
  return store;
}
