import { clsx } from "clsx";
import { Check, X } from "lucide-react";
import type { ReactNode } from "react";

export type CheckState = "good" | "bad" | "open";

const marks = {
  good: {
    word: "Right",
    icon: <Check size={13} strokeWidth={2.5} aria-hidden="true" />,
    look: "border-ink bg-ink text-panel",
  },
  bad: {
    word: "Wrong",
    icon: <X size={13} strokeWidth={2.5} aria-hidden="true" />,
    look: "border-danger bg-danger text-on-danger",
  },
  open: { word: "Not reached", icon: null, look: "border-edge bg-panel text-mute border-dashed" },
} as const;

/** Whether one thing that was checked holds: a shape, and a word for those who do not see it. */
export function CheckMark({ state, className }: { state: CheckState; className?: string }) {
  const { word, icon, look } = marks[state];
  return (
    <span
      className={clsx("inline-flex size-5 shrink-0 items-center justify-center rounded-full border", look, className)}
    >
      {icon}
      <span className="sr-only">{word}: </span>
    </span>
  );
}

/** One line of a check: the mark, what was done, and what came out. */
export function CheckLine({ state, title, children }: { state: CheckState; title: ReactNode; children?: ReactNode }) {
  return (
    <li className="flex gap-3 border-t border-line-soft px-3.5 py-2.5 first:border-t-0">
      <CheckMark state={state} className="mt-px" />
      <div className={clsx("min-w-0 flex-1", state === "open" && "text-mute")}>
        <p className={clsx("font-medium", state === "bad" && "text-danger")}>{title}</p>
        {children ? <div className="mt-0.5 text-sm text-ink-soft [overflow-wrap:anywhere]">{children}</div> : null}
      </div>
    </li>
  );
}
