import type { Suggestion } from "@/contract";

/** What could be said next, one press each. */
export function Suggestions({
  suggestions,
  onChoose,
}: {
  suggestions: readonly Suggestion[];
  onChoose: (text: string) => void;
}) {
  if (!suggestions.length) return null;
  return (
    <ul aria-label="Suggestions" className="flex flex-wrap gap-2 pl-9">
      {suggestions.map(({ label, text }) => (
        <li key={label}>
          <button
            type="button"
            onClick={() => onChoose(text)}
            className="rounded-full border border-line-strong bg-surface px-3 py-1 text-sm text-ink-muted shadow-card transition-colors hover:border-accent-line hover:bg-accent-soft hover:text-accent-text"
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
