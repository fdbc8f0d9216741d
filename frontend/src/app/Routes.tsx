import { Compass } from "lucide-react";
import { lazy, Suspense, type ReactNode } from "react";

import { Conversation } from "@/features/conversation";
import { matchPath, usePath } from "@/lib/router";
import { Button, EmptyState, Link, Skeleton } from "@/ui";

const CredentialsPage = lazy(async () => ({ default: (await import("@/features/credentials")).CredentialsPage }));
const DeploymentPage = lazy(async () => ({ default: (await import("@/features/deployments")).DeploymentPage }));
const DeploymentsPage = lazy(async () => ({ default: (await import("@/features/deployments")).DeploymentsPage }));
const SettingsPage = lazy(async () => ({ default: (await import("./SettingsPage")).SettingsPage }));

/** What the address shows. */
export function Routes({ onNewConversation }: { onNewConversation: () => void }) {
  const path = usePath();
  if (path === "/" || matchPath("/conversations/:session_id", path)) {
    return <Conversation onNewConversation={onNewConversation} />;
  }
  return <Page key={path}>{pageFor(path)}</Page>;
}

function pageFor(path: string): ReactNode {
  const deployment = matchPath("/deployments/:deployment_id", path);
  if (deployment) return <DeploymentPage deploymentId={deployment.deployment_id ?? ""} />;
  switch (path) {
    case "/deployments":
      return <DeploymentsPage />;
    case "/settings":
      return <SettingsPage />;
    case "/settings/credentials":
      return <CredentialsPage />;
    default:
      return <NotFound />;
  }
}

function Page({ children }: { children: ReactNode }) {
  return (
    <div className="relative h-full overflow-y-auto px-4 py-6 sm:px-6">
      <div className="mx-auto max-w-4xl">
        <Suspense fallback={<Skeleton className="h-8 w-48" />}>{children}</Suspense>
      </div>
    </div>
  );
}

function NotFound() {
  return (
    <EmptyState
      icon={<Compass />}
      title="There is no such page."
      action={
        <Button asChild>
          <Link href="/">Back to the conversation</Link>
        </Button>
      }
    />
  );
}
