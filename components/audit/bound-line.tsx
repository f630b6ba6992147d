import { clsx } from "clsx";
import { CheckMark, type CheckState } from "@/components/audit/check-mark";

/** What became of comparing texts with an entry's commitment. While it is not known, the place of the answer is kept. */
export function BoundLine({ state }: { state: CheckState }) {
  return (
    <p
      className={clsx(
        "flex items-start gap-2.5 border-t border-line-soft px-3.5 py-2.5 text-sm",
        state === "bad" ? "font-medium text-danger" : "text-ink-soft",
      )}
    >
      <CheckMark state={state} />
      <span aria-hidden={state === "open"} className={clsx(state === "open" && "invisible")}>
        {state === "bad"
          ? "These are not the texts the entry was bound to: they were changed after it was written."
          : "These are the texts the entry was bound to when it was written (HMAC-SHA256, checked in this browser)."}
      </span>
    </p>
  );
}
