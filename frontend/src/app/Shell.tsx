import type { ReactNode } from "react";

import type { SessionView, UserView } from "@/contract";

import { ConnectionBanner } from "./ConnectionBanner";
import { HeaderReceipt } from "./HeaderReceipt";
import { BottomBar, Sidebar } from "./Navigation";
import { useFreshModel } from "./useFreshModel";
import { useFreshTitles } from "./useFreshTitles";
import { useSignedOut } from "./useSignedOut";
import { useTitle } from "./useTitle";

/** What is always in view: navigation, receipt and the state of the connection. */
export function Shell({
  user,
  session_id,
  sessions,
  onNewConversation,
  children,
}: {
  user: UserView;
  session_id: string;
  sessions: readonly SessionView[];
  onNewConversation: () => void;
  children: ReactNode;
}) {
  useTitle();
  useFreshTitles();
  useFreshModel();
  useSignedOut();
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-raised"
      >
        Skip to the content
      </a>
      <Sidebar user={user} session_id={session_id} sessions={sessions} onNewConversation={onNewConversation} />
      <div className="flex min-h-0 min-w-0 grow flex-col">
        <HeaderReceipt />
        <ConnectionBanner />
        <main id="main" className="min-h-0 grow">
          {children}
        </main>
      </div>
      <BottomBar onNewConversation={onNewConversation} />
    </div>
  );
}
