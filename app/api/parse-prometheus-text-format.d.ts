/** Reads Prometheus' text format as a scraper does. The package brings no types. */
declare module "parse-prometheus-text-format" {
  export interface MetricFamily {
    name: string;
    help: string;
    type: string;
    metrics: {
      value?: string;
      labels?: Record<string, string>;
      count?: string;
      sum?: string;
      buckets?: Record<string, string>;
    }[];
  }
  /** @throws where the text is no such format */
  export default function parsePrometheusTextFormat(text: string): MetricFamily[];
}
