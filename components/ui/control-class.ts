/** The look that inputs, text areas and select triggers share. */
export const controlClass =
  "w-full rounded-md border border-field bg-panel px-2.5 text-base text-ink transition-colors " +
  "focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "disabled:cursor-not-allowed disabled:bg-sunk disabled:text-mute [&[readonly]]:bg-sunk " +
  "aria-invalid:border-danger aria-invalid:focus-visible:outline-danger coarse:min-h-11";
