/** The product's mark: a launch ramp. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M9 20.5 16 8l7 12.5"
        fill="none"
        className="stroke-accent-ink"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M12.6 23.6h6.8" className="stroke-accent-ink" strokeOpacity="0.65" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
