export interface ChartSeries {
  key: string;
  label: string;
}

export interface ChartPoint {
  /** Where the point stands: a day, a kind. Unique within the chart. */
  label: string;
  /** One number per series; null where nothing was measured. */
  values: Readonly<Record<string, number | null>>;
}

export interface ChartData {
  /** At most three: more cannot be told apart without colours that mean something else here. */
  series: ReadonlyArray<ChartSeries>;
  points: ReadonlyArray<ChartPoint>;
  /** How a value is written, with its unit. */
  format: (value: number) => string;
}
