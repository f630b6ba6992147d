import { clsx } from "clsx";

export type LeverState = "normal" | "probation" | "pulled";

const looks: Record<LeverState, { lean: string; colour: string }> = {
  normal: { lean: "-rotate-18", colour: "text-field" },
  probation: { lean: "rotate-8", colour: "text-caution" },
  pulled: { lean: "rotate-32", colour: "text-danger" },
};

/** A lever in its quadrant: back at normal, half thrown on probation, thrown at danger. Only ever drawn where its state is said. */
export function LeverDrawing({ state }: { state: LeverState }) {
  const { lean, colour } = looks[state];
  return (
    <svg
      width="56"
      height="64"
      viewBox="0 0 56 64"
      aria-hidden="true"
      className={clsx("shrink-0 overflow-visible", colour)}
    >
      <path d="M8 58a20 20 0 0 1 40 0z" className="fill-line-soft stroke-edge" strokeWidth="1.5" />
      <g className={clsx("origin-[28px_56px] transition-transform duration-200 motion-reduce:transition-none", lean)}>
        <path d="M28 56V16" stroke="currentColor" strokeWidth="5" strokeLinecap="round" />
        <path d="M28 20V6" stroke="currentColor" strokeWidth="8" strokeLinecap="round" />
      </g>
      <circle cx="28" cy="56" r="3" className="fill-panel stroke-edge" strokeWidth="1.5" />
    </svg>
  );
}
