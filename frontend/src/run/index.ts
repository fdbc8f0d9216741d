/** Sessions and runs: events in, state out, and what a person can do. */

export { SessionProvider, useSession, useSessionActions } from "@/run/SessionProvider";
export type { SessionActions } from "@/run/SessionProvider";
export { accountOf, changingSteps, hasChanged, isOpen, lastReply, liveRun, runsOf, waitingFor } from "@/run/selectors";
export type { OutgoingMessage } from "@/run/outgoing";
export type { SessionSnapshot } from "@/run/sessionStore";
export type * from "@/run/types";
