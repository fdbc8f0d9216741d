/** The page around a component: a session of a fake server, and answers that are there already. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";

import { QUERY_KEYS } from "@/connection";
import type { CredentialSummary, Event, Health, SessionView, TurnPiece } from "@/contract";
import { SessionProvider } from "@/run";
import { SessionStore } from "@/run/sessionStore";
import { ToastProvider, TooltipProvider } from "@/ui";

import { pieceOf } from "./events";
import { FakeWorld } from "./fakeSocket";

export const SANDBOX: CredentialSummary = {
  credential_id: "cred_1",
  scope: { tenant_id: "local", environment_id: "default", application_id: null, user_id: "usr_1" },
  kind: "sandbox_account",
  name: "sandbox",
  last_four: "",
  is_sandbox: true,
  account_id: "123456789012",
  arn: "arn:aws:sts::123456789012:user/sandbox",
  expires_at: null,
  created_at: "2026-05-04T09:00:00Z",
};

export interface ShownPage extends RenderResult {
  world: FakeWorld;
  /** Deliver events and draw the frame in which they show. */
  deliver: (...events: Event[]) => void;
  /** Deliver a piece of a reply, and draw. */
  write: (piece: Partial<TurnPiece>) => void;
}

/** Render inside a connected session whose log has `events`. */
export function renderInSession(
  children: ReactNode,
  {
    events = [],
    credentials = [],
    model = null,
    sessions = [],
  }: {
    events?: Event[];
    credentials?: CredentialSummary[];
    model?: Health["model"];
    sessions?: SessionView[];
  } = {},
): ShownPage {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(QUERY_KEYS.credentials, credentials);
  const language = model ? "model" : "interpreter";
  client.setQueryData(QUERY_KEYS.health, { status: "ok", version: "1", language, model });
  client.setQueryData(QUERY_KEYS.sessions, sessions);
  const world = new FakeWorld();
  const store = new SessionStore("ses_1", "ws://service", world);
  const shown = render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <ToastProvider>
          <SessionProvider session_id="ses_1" store={store}>
            {children}
          </SessionProvider>
        </ToastProvider>
      </TooltipProvider>
    </QueryClientProvider>,
  );
  const deliver = (...more: Event[]) => {
    act(() => {
      world.socket.deliverEvents(...more);
      world.drawFrame();
    });
  };
  const write = (piece: Partial<TurnPiece>) => {
    act(() => {
      world.socket.deliver(pieceOf(piece));
      world.drawFrame();
    });
  };
  act(() => world.socket.accept("epoch-1", events.length));
  if (events.length) deliver(...events);
  return { ...shown, world, deliver, write };
}
