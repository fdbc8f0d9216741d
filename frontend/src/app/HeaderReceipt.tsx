import { FlaskConical, Radio, ShieldAlert } from "lucide-react";
import type { ReactNode } from "react";

import { useAccounts, type ConnectionStatus } from "@/connection";
import { cn } from "@/lib/cn";
import { formatAccount, shortenArn } from "@/lib/text";
import { accountOf, useSession } from "@/run";
import { Badge, CopyText, Link, Tooltip } from "@/ui";

import { LanguageReceipt } from "./LanguageReceipt";

/** Where everything here happens: which account, as whom, simulated or real, and who understands the words. */
export function HeaderReceipt() {
  const { connection } = useSession();
  const account = useShownAccount();
  return (
    <header
      aria-label="Account and connection"
      className="relative flex h-12 shrink-0 items-center gap-x-2 overflow-x-auto border-b border-line bg-surface px-3 text-xs whitespace-nowrap sm:gap-x-4 sm:px-6 sm:text-sm"
    >
      {account ? (
        <>
          <AccountKind isSandbox={account.is_sandbox} />
          <Fact name="Account">
            <CopyText
              text={account.account_id}
              shown={formatAccount(account.account_id)}
              what="Copy account id"
              className="max-sm:[&_button]:hidden"
            />
          </Fact>
          {account.region ? <Fact name="Region">{account.region}</Fact> : null}
          {account.arn ? (
            <Fact name="As" className="hidden lg:flex">
              <CopyText text={account.arn} shown={shortenArn(account.arn)} what="Copy ARN" className="max-w-60" />
            </Fact>
          ) : null}
        </>
      ) : (
        <Link href="/settings/credentials" className="text-ink-muted underline decoration-line-strong underline-offset-4 hover:text-ink hover:decoration-current">
          No AWS account connected
        </Link>
      )}
      <span className="grow" />
      <LanguageReceipt />
      <Connection status={connection} />
    </header>
  );
}

interface ShownAccount {
  account_id: string;
  region: string | null;
  arn: string | null;
  is_sandbox: boolean;
}

/** The account of the newest run; before the first one, that of the newest credentials. */
function useShownAccount(): ShownAccount | null {
  const { session } = useSession();
  const credential = useAccounts()?.[0];
  const bound = accountOf(session);
  if (bound) {
    const { account_id, region, caller_arn, is_sandbox } = bound;
    return { account_id, region: region || null, arn: caller_arn || null, is_sandbox };
  }
  if (!credential) return null;
  const { account_id, arn, is_sandbox } = credential;
  return { account_id: account_id ?? "unknown", region: null, arn: arn ?? null, is_sandbox };
}

function AccountKind({ isSandbox }: { isSandbox: boolean }) {
  return isSandbox ? (
    <Tooltip text="A simulated account on this machine. Nothing here reaches AWS or costs anything.">
      <button type="button" className="rounded-full">
        <Badge tone="sandbox" icon={<FlaskConical aria-hidden />}>
          <span className="font-semibold tracking-wide">SANDBOX</span>
          <span className="hidden sm:inline">simulated</span>
        </Badge>
      </button>
    </Tooltip>
  ) : (
    <Badge tone="warning" icon={<ShieldAlert aria-hidden />}>
      Real account
    </Badge>
  );
}

function Fact({ name, className, children }: { name: string; className?: string; children: ReactNode }) {
  return (
    <span className={cn("flex items-center gap-1.5", className)}>
      <span className="hidden text-xs text-ink-faint sm:inline">{name}</span>
      {children}
    </span>
  );
}

const CONNECTION_LOOKS = {
  live: { text: "Live", className: "text-success-text max-sm:hidden" },
  connecting: { text: "Connecting", className: "text-warning-text" },
  offline: { text: "Offline", className: "text-danger-text" },
  signed_out: { text: "Signed out", className: "text-danger-text" },
  refused: { text: "Closed", className: "text-danger-text" },
} as const;

function Connection({ status }: { status: ConnectionStatus }) {
  const { text, className } = CONNECTION_LOOKS[status.state];
  return (
    <span className={cn("flex items-center gap-1.5", className)}>
      <Radio aria-hidden className="size-4" />
      <span className="sr-only sm:not-sr-only">{text}</span>
    </span>
  );
}
