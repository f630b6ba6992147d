"use client";

import { clsx } from "clsx";
import { useState } from "react";
import type { ChartData, ChartPoint } from "@/components/patterns/chart.types";
import { seriesFills } from "@/components/patterns/chart-look";
import { namedEvery, ticksTo } from "@/components/patterns/chart-scale.rules";

/** So many points are named below the axis, at most; fewer where there is little room. */
const maxNamed = 12;
const maxNamedNarrow = 6;

/**
 * Bars, stacked: boxes whose heights are shares of the greatest. Nothing is measured, so they stand in the page as it comes from the server,
 * and take any width without being drawn anew.
 */
export function ChartBars({ series, points, format }: ChartData) {
  const [pointed, setPointed] = useState<number | null>(null);
  const sums = points.map(({ values }) => series.reduce((sum, { key }) => sum + (values[key] ?? 0), 0));
  const ticks = ticksTo(Math.max(0, ...sums), points.every(({ values }) => series.every(({ key }) => Number.isInteger(values[key] ?? 0))));
  const top = ticks.at(-1) ?? 1;
  const shown = pointed === null ? undefined : points[pointed];
  return (
    <div className="grid h-full grid-cols-[auto_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_1.25rem] gap-x-2 pt-1.5 text-2xs text-mute tabular-nums">
      <ol className="flex flex-col-reverse justify-between text-right">
        {ticks.map((tick) => (
          <li key={tick} className="flex h-0 items-center justify-end">
            {format(tick)}
          </li>
        ))}
      </ol>
      <div className="relative border-b border-line" onPointerLeave={() => setPointed(null)}>
        <div className="absolute inset-0 flex flex-col justify-between">
          {ticks.map((tick) => (
            <span key={tick} className="h-0 border-t border-line-soft" />
          ))}
        </div>
        <div className="relative grid h-full auto-cols-fr grid-flow-col">
          {points.map((point, at) => (
            <div key={point.label} onPointerEnter={() => setPointed(at)} className="flex h-full flex-col-reverse items-center px-px hover:bg-hover">
              {series.map(({ key }, index) => (
                <span key={key} className="w-full max-w-7" style={{ height: `${((point.values[key] ?? 0) / top) * 100}%`, background: seriesFills[index % 3] }} />
              ))}
            </div>
          ))}
        </div>
        {shown && pointed !== null ? <Told point={shown} series={series} format={format} share={(pointed + 0.5) / points.length} /> : null}
      </div>
      <div className="col-start-2 grid auto-cols-fr grid-flow-col items-end">
        {points.map(({ label }, at) => (
          <span
            key={label}
            className={clsx("flex w-0 justify-center justify-self-center whitespace-nowrap", at % namedEvery(points.length, maxNamed) !== 0 && "sm:invisible", at % namedEvery(points.length, maxNamedNarrow) !== 0 && "max-sm:invisible")}
          >
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What a bar comes to, while the pointer is on it. */
function Told({ point, series, format, share }: Pick<ChartData, "series" | "format"> & { point: ChartPoint; share: number }) {
  return (
    <div
      className="pointer-events-none absolute top-0 z-10 w-max rounded-md border border-edge bg-panel px-2.5 py-1.5 text-xs text-ink"
      style={share < 0.5 ? { left: `calc(${share * 100}% + 1.25rem)` } : { right: `calc(${(1 - share) * 100}% + 1.25rem)` }}
    >
      <p className="text-mute">{point.label}</p>
      {series.map(({ key, label }) => {
        const value = point.values[key];
        return (
          <p key={key}>
            {label}: {value === null || value === undefined ? "–" : format(value)}
          </p>
        );
      })}
    </div>
  );
}
