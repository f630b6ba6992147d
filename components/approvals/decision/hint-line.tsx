/** Why the last press was not taken, quietly: it stands where it was pressed, and goes by itself. */
export function HintLine({ words }: { words: string | null }) {
  return (
    <p role="status" className={words ? "text-ink-soft" : "sr-only"}>
      {words}
    </p>
  );
}
