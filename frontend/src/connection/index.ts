/** The line to the service: REST for what is asked once, one socket per session for what happens. */

export { AgentSocket } from "@/connection/agentSocket";
export type { ConnectionStatus, SocketLike, SocketListener, Surroundings } from "@/connection/agentSocket";
export { browser, newId, socketUrl } from "@/connection/browser";
export { asServiceError, offlineError, ServiceError } from "@/connection/errors";
export type { ClientCommand } from "@/connection/frames";
export { onSignedOut, rest } from "@/connection/rest";
export {
  QUERY_KEYS,
  useAccounts,
  useCredentials,
  useHealth,
  useIdentity,
  useNewSession,
  useSandboxAccount,
  useSessions,
  useSignOut,
} from "@/connection/queries";
export { runEvents } from "@/connection/runEvents";
