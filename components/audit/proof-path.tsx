import { clsx } from "clsx";
import { toHex } from "@/lib/audit/bytes.rules";
import type { PathStep } from "@/lib/audit/merkle-proof.rules";
import { formatCount } from "@/lib/platform/format";

const width = 320;
const middle = width / 2;
const rowHeight = 40;
const reach = 62;

export interface ProofPathProps {
  leafHash: Uint8Array;
  steps: readonly PathStep[];
  index: number;
  /** Whether the last hash is the signed root. */
  isRootEqual: boolean;
  className?: string;
}

/**
 * The way from the entry to the signed root, drawn from below: each neighbour's hash comes in from its side, and both together
 * make the next. The list beside it says the same in words.
 */
export function ProofPath({ leafHash, steps, index, isRootEqual, className }: ProofPathProps) {
  const height = (steps.length + 1) * rowHeight + 30;
  const yOf = (level: number) => height - 26 - level * rowHeight;
  const top = yOf(steps.length);
  const hashes = [leafHash, ...steps.map((step) => step.result)];
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`Diagram of the path: entry ${index} at the bottom, ${steps.length} neighbouring hashes, and at the top a root that ${isRootEqual ? "is" : "is not"} the signed one`}
      className={clsx("mx-auto block max-w-full text-ink", className)}
    >
      <line x1={middle} y1={yOf(0)} x2={middle} y2={top} stroke="currentColor" strokeWidth="2" />
      {steps.map(({ side, sibling }, i) => {
        const towards = side === "left" ? -1 : 1;
        const x = middle + towards * reach;
        return (
          <g key={i}>
            <path
              d={`M ${x} ${yOf(i)} C ${x} ${yOf(i) - 24}, ${middle} ${yOf(i + 1) + 24}, ${middle} ${yOf(i + 1) + 7}`}
              className="fill-none stroke-edge"
              strokeWidth="1.5"
            />
            <rect
              x={x - 5}
              y={yOf(i) - 5}
              width="10"
              height="10"
              rx="2"
              className="fill-panel stroke-field"
              strokeWidth="1.5"
            />
            <text
              x={x + towards * 11}
              y={yOf(i) + 4}
              textAnchor={side === "left" ? "end" : "start"}
              className="text-mono fill-mute"
            >
              {shortHash(sibling)}
            </text>
          </g>
        );
      })}
      {hashes.map((hash, level) => {
        const isTop = level === hashes.length - 1;
        const labelSide = steps[level]?.side === "right" || isTop ? -1 : 1;
        return (
          <g key={level}>
            <circle
              cx={middle}
              cy={yOf(level)}
              r={isTop || level === 0 ? 7 : 5}
              strokeWidth="2"
              className={clsx(
                isTop && !isRootEqual
                  ? "fill-danger stroke-danger"
                  : level === 0
                    ? "fill-accent stroke-accent"
                    : "fill-ink stroke-ink",
              )}
            />
            {isTop ? null : (
              <text
                x={middle + labelSide * 13}
                y={yOf(level) + 4}
                textAnchor={labelSide < 0 ? "end" : "start"}
                className="text-mono fill-ink-soft"
              >
                {shortHash(hash)}
              </text>
            )}
          </g>
        );
      })}
      <text
        x={middle}
        y={top - 13}
        textAnchor="middle"
        className={clsx("text-xs font-semibold", isRootEqual ? "fill-ink" : "fill-danger")}
      >
        {isRootEqual ? "✔ signed root" : "✘ not the signed root"}{" "}
        <tspan className="text-mono font-normal">{shortHash(hashes.at(-1) ?? leafHash)}</tspan>
      </text>
      <text x={middle} y={height - 5} textAnchor="middle" className="fill-accent text-xs font-semibold">
        entry {formatCount(index)}
      </text>
    </svg>
  );
}

function shortHash(hash: Uint8Array): string {
  return toHex(hash.slice(0, 4));
}
