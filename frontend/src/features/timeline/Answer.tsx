import type { OperationAnswer } from "@/contract";

import { rowsOf, type AnswerRows } from "./answerModel";

/** What one read found: a list as a table, one thing as its facts. */
export function Answer({ answer, isTitled = true }: { readonly answer: OperationAnswer; readonly isTitled?: boolean }) {
  const found = rowsOf(answer.answer);
  return (
    <div role="group" aria-label={answer.title} className="space-y-2">
      {isTitled && <h3 className="text-sm font-medium">{answer.title}</h3>}
      {found.columns === null ? <Facts found={found} /> : <Listing found={found} columns={found.columns} />}
    </div>
  );
}

interface ListingProps {
  readonly found: AnswerRows;
  readonly columns: readonly string[];
}

function Listing({ found: { rows, total }, columns }: ListingProps) {
  if (rows.length === 0) return <p className="text-sm text-ink-muted">There is none.</p>;
  return (
    <>
      <div className="overflow-x-auto rounded-md border border-line" tabIndex={0} role="group" aria-label="Rows">
        <table className="w-full text-left text-sm">
          <thead className="bg-sunken text-xs text-ink-muted">
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap first-letter:uppercase">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="font-mono text-xs">
            {rows.map((row, number) => (
              <tr key={number} className="border-t border-line">
                {row.map((value, column) => (
                  <td key={columns[column] ?? column} className="px-3 py-1.5 align-top max-sm:whitespace-nowrap">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-xs text-ink-muted">
        {total > rows.length ? `The first ${rows.length} of ${total}` : `${total} in all`}
      </p>
    </>
  );
}

function Facts({ found: { rows } }: { readonly found: AnswerRows }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-muted first-letter:uppercase">{name}</dt>
          <dd className="font-mono text-xs wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
