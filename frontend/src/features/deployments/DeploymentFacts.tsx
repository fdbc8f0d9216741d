import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";

import type { DeploymentView, JsonValue } from "@/contract";
import { AccountNote } from "@/features/timeline";
import { objectOf, textOf } from "@/lib/json";
import { formatAccount } from "@/lib/text";
import { formatDate } from "@/lib/time";
import { Badge, Button, Card, CardBody, CopyButton, CopyText } from "@/ui";

interface DeploymentFactsProps {
  readonly deployment: DeploymentView;
  /** What the newest health check said. */
  readonly health: JsonValue | undefined;
}

/** Where it answers, whose account it is in, and how it was when last looked at. */
export function DeploymentFacts({ deployment, health }: DeploymentFactsProps) {
  const { url, account_id, region, is_sandbox, scope, release_id, release_count, updated_at } = deployment;
  return (
    <Card aria-label="Facts">
      {url !== null && <Url url={url} />}
      <CardBody>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3.5 text-sm sm:grid-cols-3">
          <Fact name="Account">
            <span className="font-mono">{formatAccount(account_id)}</span>
            {is_sandbox && (
              <Badge tone="sandbox" className="ml-2">
                SANDBOX
              </Badge>
            )}
          </Fact>
          <Fact name="Region">{region}</Fact>
          <Fact name="Environment">{scope.environment_id}</Fact>
          {deployment.status === "live" && <Fact name="Last health check">{healthWords(health)}</Fact>}
          <Fact name="Newest release">
            {release_id === null ? "none" : <CopyText text={release_id} what="Copy release id" />}
          </Fact>
          <Fact name="Releases">
            {release_count === 0 ? "none left, since " : `${release_count}, last changed `}
            {formatDate(updated_at)}
          </Fact>
        </dl>
        {deployment.account !== null && (
          <div className="mt-4 border-t border-line pt-3.5">
            <p className="mb-1.5 text-xs text-ink-faint">Around the newest release</p>
            <AccountNote change={deployment.account} />
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function Url({ url }: { readonly url: string }) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="min-w-0 grow basis-52 font-mono text-sm wrap-anywhere text-accent-text underline underline-offset-3"
      >
        {url}
      </a>
      <span className="ml-auto flex items-center gap-1.5">
        <CopyButton text={url} what="Copy URL" className="size-8" />
        <Button asChild size="sm">
          <a href={url} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden /> Open
          </a>
        </Button>
      </span>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="mt-0.5 wrap-anywhere">{children}</dd>
    </div>
  );
}

function healthWords(health: JsonValue | undefined): string {
  const { is_healthy, reason } = objectOf(health);
  if (is_healthy === undefined) return "not known";
  return `${is_healthy === true ? "Healthy" : "Not healthy"}: ${textOf(reason) ?? "no reason given"}`;
}
