"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useId, useState } from "react";
import { seriesDashes, seriesFills } from "@/components/patterns/charts/chart-look";
import type { ChartData } from "@/components/patterns/charts/chart.types";
import { SegmentedControl } from "@/components/patterns/forms/segmented-control";
import { useSecondFrame } from "@/components/patterns/page/second-frame";
import { Skeleton } from "@/components/ui/skeleton";
import { untilLoaded } from "@/components/ui/until-loaded";

export interface ChartProps extends ChartData {
  title: ReactNode;
  /** Unit, window and n: "decisions per day · last 90 days · n = 1,842". */
  meta: ReactNode;
  /** The header of the first column in the table: "Day". */
  labelHeader: string;
  heightPx?: number;
}

const loading = () => <Skeleton className="h-full w-full" />;
const Bars = dynamic(
  () => untilLoaded(() => import("@/components/patterns/charts/chart-canvas").then((module) => module.BarCanvas)),
  { ssr: false, loading },
);

/** Amounts side by side, stacked where there are several series. */
export function BarSeries(props: ChartProps) {
  const isDrawn = useSecondFrame();
  return <ChartFigure {...props}>{isDrawn ? <Bars {...props} /> : null}</ChartFigure>;
}

function ChartFigure({
  title,
  meta,
  labelHeader,
  series,
  points,
  format,
  heightPx = 200,
  children,
}: ChartProps & { children: ReactNode }) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const titleId = useId();
  return (
    <figure aria-labelledby={titleId} className="min-w-0 p-4">
      <figcaption className="mb-3 flex flex-wrap items-start justify-between gap-2">
        <div>
          <p id={titleId} className="font-semibold">
            {title}
          </p>
          <p className="text-xs text-mute tabular-nums">{meta}</p>
        </div>
        <SegmentedControl
          aria-label="Show as"
          value={view}
          onValueChange={setView}
          options={[
            { value: "chart", label: "Chart" },
            { value: "table", label: "Table" },
          ]}
        />
      </figcaption>
      {view === "chart" ? (
        <>
          {/* The table says the same to those who do not see the chart. */}
          <div aria-hidden="true" style={{ height: heightPx }}>
            {children}
          </div>
          {series.length > 1 ? <Legend series={series} /> : null}
        </>
      ) : (
        <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-labelledby={titleId}>
          <table className="w-full border-collapse">
            <thead>
              <tr className="border-b border-line text-left text-xs text-mute">
                <th scope="col" className="py-1 pr-3 font-medium">
                  {labelHeader}
                </th>
                {series.map((item) => (
                  <th key={item.key} scope="col" className="py-1 pl-3 text-right font-medium">
                    {item.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.label} className="border-b border-line-soft last:border-b-0">
                  <th scope="row" className="py-1 pr-3 text-left font-normal">
                    {point.label}
                  </th>
                  {series.map((item) => {
                    const value = point.values[item.key];
                    return (
                      <td key={item.key} className="py-1 pl-3 text-right">
                        {value === null || value === undefined ? "–" : format(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}

function Legend({ series }: Pick<ChartData, "series">) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
      {series.map((item, index) => (
        <li key={item.key} className="flex items-center gap-1.5">
          <svg width="16" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="16"
              y1="4"
              y2="4"
              strokeWidth="3"
              stroke={seriesFills[index % 3]}
              strokeDasharray={seriesDashes[index % 3]}
            />
          </svg>
          {item.label}
        </li>
      ))}
    </ul>
  );
}
