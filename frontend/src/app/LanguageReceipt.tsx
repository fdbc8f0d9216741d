import { Bot, Sparkles, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { useHealth, useSessions } from "@/connection";
import type { Health, SessionTokens } from "@/contract";
import { cn } from "@/lib/cn";
import { formatThousands } from "@/lib/text";
import { formatClock } from "@/lib/time";
import { useSession } from "@/run";
import { Popover } from "@/ui";

type Model = NonNullable<Health["model"]>;

/** Who words the answers here, and what that has cost this conversation. */
export function LanguageReceipt() {
  const { data: health } = useHealth();
  const tokens = useTokens();
  if (!health) return null;
  const { model } = health;
  if (!model) {
    return (
      <span className="flex items-center gap-1.5 text-ink-muted">
        <Bot aria-hidden className="size-4" /> <span className="max-sm:sr-only">Interpreter</span>
      </span>
    );
  }
  const isTroubled = model.is_degraded || tokens?.is_spent === true;
  return (
    <Popover
      label="Language model"
      trigger={
        <button
          type="button"
          className={cn(
            "flex min-h-6 min-w-6 items-center justify-center gap-1.5 rounded-sm",
            isTroubled ? "text-warning-text" : "text-ink-muted hover:text-ink",
          )}
        >
          <Mark isTroubled={isTroubled} />
          <span className="max-w-40 truncate max-sm:sr-only">{nameOf(model, tokens)}</span>
          {model.is_degraded ? <span className="max-md:sr-only">(degraded)</span> : null}
          {tokens ? <Spent tokens={tokens} /> : null}
        </button>
      }
    >
      <Note model={model} tokens={tokens} />
    </Popover>
  );
}

function useTokens(): SessionTokens | null {
  const { session } = useSession();
  const { data } = useSessions();
  return data?.find((each) => each.session_id === session.session_id)?.tokens ?? null;
}

/** Where no model answers, or none may any more, the interpreter does. */
function nameOf(model: Model, tokens: SessionTokens | null): string {
  return tokens?.is_spent ? "Interpreter" : (model.active ?? "Interpreter");
}

function Mark({ isTroubled }: { isTroubled: boolean }) {
  const Icon = isTroubled ? TriangleAlert : Sparkles;
  return <Icon aria-hidden className="size-4 shrink-0" />;
}

function Spent({ tokens }: { tokens: SessionTokens }) {
  return (
    <span className="hidden text-xs tabular-nums md:inline">
      {tokens.is_spent ? (
        "tokens used up"
      ) : (
        <>
          <span className="sr-only">Tokens of this conversation: </span>
          {formatThousands(tokens.input_tokens)} / {formatThousands(tokens.input_allowed)} in
        </>
      )}
    </span>
  );
}

function Note({ model, tokens }: { model: Model; tokens: SessionTokens | null }) {
  return (
    <div className="space-y-3">
      <p className="font-medium">{headline(model, tokens)}</p>
      {model.is_degraded ? (
        <p className="text-warning-text">
          Degraded{model.since ? ` since ${formatClock(model.since)}` : ""}: {model.reason}{" "}
          {model.active ? "Another model answers in its place." : "The built-in interpreter answers meanwhile."}
        </p>
      ) : null}
      {tokens ? (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <Count name="Tokens in" spent={tokens.input_tokens} allowed={tokens.input_allowed} />
          <Count name="Tokens out" spent={tokens.output_tokens} allowed={tokens.output_allowed} />
        </dl>
      ) : null}
      <p className="text-ink-muted">
        {tokens?.is_spent
          ? "Its tokens are used up; everything can still be done. Start a new conversation to have the model again, or raise COPILOT_SESSION_TOKENS."
          : "The model words answers. It can change nothing: only a plan that you approve does."}
      </p>
    </div>
  );
}

function headline(model: Model, tokens: SessionTokens | null): string {
  if (tokens?.is_spent) return "The interpreter answers in this conversation.";
  return model.active ? `${model.active} words the answers.` : "No language model answers at the moment.";
}

function Count({ name, spent, allowed }: { name: string; spent: number; allowed: number }): ReactNode {
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="text-right tabular-nums">
        {spent.toLocaleString("en")} of {allowed.toLocaleString("en")}
      </dd>
    </>
  );
}
