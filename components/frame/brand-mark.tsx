/** The mark: a signal's two lamps in their case, one lit. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg width="18" height="22" viewBox="0 0 18 22" aria-hidden="true" className={className}>
      <rect x="1" y="1" width="16" height="20" rx="5" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <circle cx="9" cy="7" r="2.6" fill="currentColor" />
      <circle cx="9" cy="14.6" r="2.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}
