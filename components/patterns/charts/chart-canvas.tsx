"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { seriesFills } from "@/components/patterns/charts/chart-look";
import type { ChartData } from "@/components/patterns/charts/chart.types";

const axis = { stroke: "var(--line)", tick: { fill: "var(--mute)", fontSize: 11 }, tickLine: false } as const;
const margin = { top: 4, right: 4, bottom: 0, left: 0 };

const tooltip = {
  contentStyle: {
    background: "var(--panel)",
    border: "1px solid var(--edge)",
    borderRadius: 6,
    fontSize: 12,
    color: "var(--ink)",
    padding: "6px 10px",
  },
  itemStyle: { color: "var(--ink)", padding: 0 },
  labelStyle: { color: "var(--mute)" },
  isAnimationActive: false,
} as const;

function rowsOf({ points }: ChartData) {
  return points.map((point) => ({ label: point.label, ...point.values }));
}

/** For the longest mark: "auto" would measure it, and draw everything a second time. A figure of 11 px is 6.5 px wide. */
function axisWidthPx({ points, format }: ChartData): number {
  const greatest = Math.max(
    0,
    ...points.map(({ values }) => Object.values(values).reduce<number>((total, value) => total + (value ?? 0), 0)),
  );
  return 14 + 6.5 * Math.max(...[greatest, greatest / 4].map((mark) => format(mark).length));
}

/** Bars, stacked. */
export function BarCanvas(data: ChartData) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={rowsOf(data)} margin={margin} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line-soft)" />
        <XAxis dataKey="label" {...axis} />
        <YAxis {...axis} axisLine={false} width={axisWidthPx(data)} tickFormatter={data.format} />
        <Tooltip
          {...tooltip}
          cursor={{ fill: "var(--hover)" }}
          formatter={(value) => (typeof value === "number" ? data.format(value) : value)}
        />
        {data.series.map((item, index) => (
          <Bar
            key={item.key}
            dataKey={item.key}
            name={item.label}
            stackId="all"
            fill={seriesFills[index % 3]}
            isAnimationActive={false}
            maxBarSize={28}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
