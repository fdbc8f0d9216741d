import { LogOut, MessageSquare, Package, Plus, Settings } from "lucide-react";

import { useSignOut } from "@/connection";
import type { SessionView, UserView } from "@/contract";
import { cn } from "@/lib/cn";
import { usePath } from "@/lib/router";
import { formatAgo } from "@/lib/time";
import { useNow } from "@/lib/useNow";
import { BrandMark, Button, IconButton, Link } from "@/ui";

const PLACES = [
  { href: "/", name: "Conversation", icon: MessageSquare, at: ["/", "/conversations"] },
  { href: "/deployments", name: "Deployments", icon: Package, at: ["/deployments"] },
  { href: "/settings", name: "Settings", icon: Settings, at: ["/settings"] },
];
const MINUTE_MS = 60_000;
const RECENT = 12;

function isAt(path: string, at: readonly string[]): boolean {
  return at.some((each) => path === each || (each !== "/" && path.startsWith(`${each}/`)));
}

/** Navigation beside the page, where there is room. */
export function Sidebar({
  user,
  session_id,
  sessions,
  onNewConversation,
}: {
  user: UserView;
  session_id: string;
  sessions: readonly SessionView[];
  onNewConversation: () => void;
}) {
  const path = usePath();
  return (
    <aside className="hidden w-60 shrink-0 flex-col border-r border-line bg-surface md:flex">
      <div className="flex h-12 shrink-0 items-center gap-2 px-4">
        <BrandMark className="size-6" />
        <span className="font-semibold tracking-[-0.015em]">aws-copilot</span>
      </div>
      <nav aria-label="Main" className="px-2 pt-2">
        <ul className="space-y-0.5">
          {PLACES.map(({ href, name, icon: Icon, at }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={isAt(path, at) ? "page" : undefined}
                className="flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-ink-muted transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
              >
                <Icon aria-hidden className="size-4" /> {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <RecentConversations session_id={session_id} sessions={sessions} onNewConversation={onNewConversation} />
      <Person user={user} />
    </aside>
  );
}

function RecentConversations({
  session_id,
  sessions,
  onNewConversation,
}: {
  session_id: string;
  sessions: readonly SessionView[];
  onNewConversation: () => void;
}) {
  const now = useNow(MINUTE_MS);
  const path = usePath();
  return (
    <nav aria-label="Conversations" className="mt-5 flex min-h-0 grow flex-col px-2">
      <div className="flex items-center justify-between pl-2.5">
        <h2 className="text-xs font-medium text-ink-faint">Conversations</h2>
        <IconButton label="New conversation" icon={<Plus />} onClick={onNewConversation} className="size-7" />
      </div>
      <ul className="min-h-0 space-y-0.5 overflow-y-auto pb-2">
        {sessions.slice(0, RECENT).map((session) => (
          <li key={session.session_id}>
            <Link
              href={`/conversations/${session.session_id}`}
              aria-current={session.session_id === session_id && isAt(path, ["/conversations"]) ? "page" : undefined}
              className="flex min-w-0 items-baseline gap-2 rounded-md px-2.5 py-1.5 text-sm text-ink-muted -outline-offset-2 transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:text-ink"
            >
              <span className="min-w-0 grow truncate">{session.title || "New conversation"}</span>
              <span className="shrink-0 text-2xs text-ink-faint">{formatAgo(session.last_active_at, now)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Person({ user }: { user: UserView }) {
  const signOut = useSignOut();
  return (
    <div className="flex items-center gap-2.5 border-t border-line px-4 py-2.5">
      <span
        aria-hidden
        className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text uppercase"
      >
        {user.user_name.slice(0, 1)}
      </span>
      <span className="min-w-0 grow truncate text-sm">{user.user_name}</span>
      <IconButton label="Sign out" icon={<LogOut />} onClick={() => signOut.mutate()} className="-mr-2" />
    </div>
  );
}

/** Navigation below the page, on a narrow screen. */
export function BottomBar({ onNewConversation }: { onNewConversation: () => void }) {
  const path = usePath();
  return (
    <nav
      aria-label="Main, below"
      className="flex h-14 shrink-0 items-stretch justify-around border-t border-line bg-surface md:hidden"
    >
      {PLACES.map(({ href, name, icon: Icon, at }) => (
        <Link
          key={href}
          href={href}
          aria-current={isAt(path, at) ? "page" : undefined}
          className={cn(
            "flex grow flex-col items-center justify-center gap-0.5 text-2xs text-ink-muted -outline-offset-2",
            "aria-[current]:font-medium aria-[current]:text-accent-text",
          )}
        >
          <Icon aria-hidden className="size-5" /> {name}
        </Link>
      ))}
      <Button variant="ghost" onClick={onNewConversation} className="h-full grow flex-col gap-0.5 rounded-none text-2xs font-normal [&_svg]:size-5">
        <Plus aria-hidden /> New
      </Button>
    </nav>
  );
}
