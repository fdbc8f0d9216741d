import { KeyRound, Monitor, Moon, Sun, UserRound } from "lucide-react";

import { useHealth, useIdentity, useSignOut } from "@/connection";
import { cn } from "@/lib/cn";
import { humanize } from "@/lib/text";
import { THEMES, useTheme, type Theme } from "@/lib/theme";
import { Button, Card, CardBody, CardHeader, Link, Skeleton } from "@/ui";

/** What a person can choose, and what the service is made of. */
export function SettingsPage() {
  return (
    <div className="space-y-5">
      <h1 className="text-xl font-semibold tracking-[-0.015em]">Settings</h1>
      <Card>
        <CardHeader title="Appearance" subtitle="On this browser." />
        <CardBody>
          <ThemeChoice />
        </CardBody>
      </Card>
      <AccountCard />
      <Card>
        <CardHeader
          title="AWS credentials"
          subtitle="Stored encrypted on this machine, and never shown again."
          icon={<KeyRound />}
          end={
            <Button asChild size="sm">
              <Link href="/settings/credentials">Manage</Link>
            </Button>
          }
          className="border-b-0"
        />
      </Card>
      <Card>
        <CardHeader title="Service" subtitle="What runs behind this page." />
        <ServiceFacts />
      </Card>
    </div>
  );
}

function AccountCard() {
  const { data } = useIdentity();
  const signOut = useSignOut();
  if (!data?.user) return null;
  const { user_name, roles } = data.user;
  return (
    <Card>
      <CardHeader
        title={user_name}
        subtitle={roles.map(humanize).join(", ")}
        icon={<UserRound />}
        end={
          <Button size="sm" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out
          </Button>
        }
        className="border-b-0"
      />
    </Card>
  );
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

function ThemeChoice() {
  const [theme, setTheme] = useTheme();
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((each) => (
        <ThemeOption key={each} theme={each} isChosen={each === theme} onChoose={() => setTheme(each)} />
      ))}
    </fieldset>
  );
}

function ThemeOption({
  theme,
  isChosen,
  onChoose,
}: {
  theme: Theme;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const Icon = THEME_ICONS[theme];
  return (
    <label
      className={cn(
        "flex items-center gap-2 rounded-md border px-3 py-2 text-sm font-medium transition-colors",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        isChosen ? "border-accent bg-accent-soft text-accent-text" : "border-line-strong hover:bg-hover",
      )}
    >
      <input type="radio" name="theme" checked={isChosen} onChange={onChoose} className="sr-only" />
      <Icon aria-hidden className="size-4" />
      {humanize(theme)}
    </label>
  );
}

function ServiceFacts() {
  const { data, isPending } = useHealth();
  if (isPending) {
    return (
      <CardBody aria-busy="true" className="space-y-2">
        <Skeleton className="w-1/2" />
        <Skeleton className="w-1/3" />
      </CardBody>
    );
  }
  if (!data) return <CardBody className="text-sm text-ink-muted">The service did not answer.</CardBody>;
  return (
    <dl className="divide-y divide-line text-sm">
      {Object.entries(data).map(([name, value]) => (
        <div key={name} className="flex flex-wrap gap-x-4 gap-y-0.5 px-4 py-2.5">
          <dt className="w-40 text-ink-muted">{humanize(name.replace(/^is_/, ""))}</dt>
          <dd className="min-w-0 break-words">{factText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function factText(value: unknown): string {
  if (Array.isArray(value)) return value.join(", ") || "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" || typeof value === "number" ? String(value) : "none";
}
