/** Stands before something that holds characters which cannot be seen, where there is no room to say which. */
export function ConcealedMark() {
  return (
    <span
      role="img"
      aria-label="Contains hidden characters"
      title="Contains characters that are invisible or reverse text"
      className="mr-1.5 inline-block rounded-sm border border-caution bg-caution-soft px-1 align-[1px] text-2xs leading-[14px] font-semibold text-caution"
    >
      hidden
    </span>
  );
}
