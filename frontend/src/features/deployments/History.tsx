import type { RunView } from "@/contract";
import { textOf } from "@/lib/json";
import { actorName, humanize, shortenDigest } from "@/lib/text";
import { formatDate } from "@/lib/time";
import { Badge, Card, CopyText, type Tone } from "@/ui";

const TONES: Readonly<Record<string, Tone>> = {
  succeeded: "success",
  undone: "warning",
  escalated: "danger",
};

/** Every run of the deployment: who, when, over which plan, and how it ended. */
export function History({ runs }: { readonly runs: readonly RunView[] }) {
  return (
    <Card aria-label="History">
      <h2 className="border-b border-line px-4 py-3 text-base font-semibold">History</h2>
      {runs.length === 0 && <p className="px-4 py-3.5 text-sm text-ink-muted">No runs are known.</p>}
      <ol className="divide-y divide-line">
        {runs.map((run) => (
          <HistoryRow key={run.graph_run_id} run={run} />
        ))}
      </ol>
    </Card>
  );
}

function HistoryRow({ run }: { readonly run: RunView }) {
  const { graph_id, actor, created_at, plan_digest, completion_state, failure } = run;
  const state = completion_state ?? "running";
  return (
    <li className="px-4 py-2.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{graph_id.startsWith("rollback@") ? "Rollback" : "Release"}</span>
        <Badge tone={TONES[state] ?? "neutral"}>{humanize(state)}</Badge>
        <span className="text-xs text-ink-faint sm:ml-auto">
          {actorName(actor)} · {formatDate(created_at)}
        </span>
      </div>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-faint">
        {plan_digest !== null && (
          <span className="inline-flex items-center gap-1">
            plan <CopyText text={plan_digest} shown={shortenDigest(plan_digest)} what="Copy plan digest" />
          </span>
        )}
        {failure !== null && <span className="wrap-anywhere">{textOf(failure.message)}</span>}
      </p>
    </li>
  );
}
