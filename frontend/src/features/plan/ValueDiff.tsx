import type { Change } from "@/contract";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/time";

import { diffRows, type DiffRow, ownershipTags, type RowKind } from "./diffRows";

const ROW_LOOKS: Readonly<
  Record<RowKind, { readonly symbol: string; readonly word: string; readonly className: string }>
> = {
  added: { symbol: "+", word: "set", className: "text-success-text" },
  removed: { symbol: "-", word: "removed", className: "text-danger-text" },
  changed: { symbol: "~", word: "changed", className: "text-warning-text" },
  same: { symbol: " ", word: "same", className: "text-ink-faint" },
};

/** Each value of a resource, before and after; what is only known while applying is said to be so. */
export function ValueDiff({ change }: { readonly change: Change }) {
  const rows = diffRows(change);
  const changed = rows.filter(({ kind }) => kind !== "same");
  const kept = rows.length - changed.length;
  const tags = ownershipTags(change);
  return (
    <div className="space-y-2">
      {changed.length > 0 && <Rows rows={changed} />}
      <p className="text-xs text-ink-faint">
        {[
          changed.length === 0 && "No value changes",
          kept > 0 && `${plural(kept, "value")} stay${kept === 1 ? "s" : ""} the same`,
          tags > 0 && `${plural(tags, "ownership tag")} of aws-copilot`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly DiffRow[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-md border border-line bg-sunken font-mono text-xs">
      {rows.map((row) => (
        <li
          key={row.path}
          className="grid gap-x-3 gap-y-0.5 px-2.5 py-1.5 sm:grid-cols-[minmax(8rem,13rem)_1fr]"
        >
          <RowName row={row} />
          <RowValues row={row} />
        </li>
      ))}
    </ul>
  );
}

function RowName({ row }: { readonly row: DiffRow }) {
  const { symbol, word, className } = ROW_LOOKS[row.kind];
  return (
    <span className="flex min-w-0 gap-1.5 text-ink-muted">
      <span aria-hidden className={cn("w-2 shrink-0 font-semibold", className)}>
        {symbol}
      </span>
      <span className="sr-only">{word}: </span>
      <span className="min-w-0 wrap-anywhere">{row.path}</span>
    </span>
  );
}

function RowValues({ row }: { readonly row: DiffRow }) {
  const isBoth = row.before !== null && row.after !== null;
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 pl-3.5 sm:pl-0">
      {row.before !== null && (
        <del className={cn("whitespace-pre-wrap wrap-anywhere text-danger-text", isBoth || "no-underline")}>
          <span className="sr-only">before: </span>
          {row.before}
        </del>
      )}
      {isBoth && (
        <span aria-hidden className="text-ink-faint">
          →
        </span>
      )}
      {row.after !== null && <After row={row} />}
    </span>
  );
}

function After({ row }: { readonly row: DiffRow }) {
  if (row.known_after !== null) {
    return (
      <ins className="text-ink-muted italic no-underline" title={`Given by ${row.known_after}`}>
        known after apply
      </ins>
    );
  }
  return (
    <ins className="whitespace-pre-wrap wrap-anywhere text-success-text no-underline">
      <span className="sr-only">after: </span>
      {row.after}
    </ins>
  );
}
