import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { processWide } from "@/lib/platform/process-wide";

/**
 * What this process counts about itself, in Prometheus' terms. Labels take few values that we name ourselves: operation ids, statuses,
 * zones; never an address, a workspace or anything that was sent in.
 */
function makeMetrics() {
  const registry = new Registry();
  // Of Node and the process: event-loop delay, heap, garbage collection, CPU, file descriptors.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge({ name, help, labelNames, registers });
  return {
    registry,
    requests: new Counter({
      name: "signalbox_requests_total",
      help: "Requests answered, by operation of the API and status; also page, asset, auth, other and door.",
      labelNames: ["route", "status"],
      registers,
    }),
    gateSeconds: new Histogram({
      name: "signalbox_gate_seconds",
      help: "Time in which the gate judged and committed one request for actions, without any waiting for people.",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    verdicts: new Counter({
      name: "signalbox_verdicts_total",
      help: "Actions judged by the gate, by zone and the status they began with.",
      labelNames: ["zone", "status"],
      registers,
    }),
    decisions: new Counter({
      name: "signalbox_decisions_total",
      help: "Final decisions committed by this instance, by outcome and who made them.",
      labelNames: ["outcome", "by"],
      registers,
    }),
    info: gauge("signalbox_info", "The version that runs; always 1.", "version"),
    partOk: gauge("signalbox_part_ok", "Whether a part of this instance works.", "part"),
    pending: gauge("signalbox_pending_actions", "Actions that wait for a person, in the whole installation.", "zone"),
    oldestSeconds: gauge(
      "signalbox_pending_oldest_seconds",
      "Age of the action that has waited longest; 0 where none waits.",
      "zone",
    ),
    stops: gauge("signalbox_stops_in_force", "Stops that hold, in the whole installation.", "scope"),
    staged: gauge("signalbox_audit_staged_entries", "Entries of the audit log that wait for their number."),
    lagSeconds: gauge(
      "signalbox_audit_lag_seconds",
      "Age of the oldest entry that waits for its number; 0 where none waits.",
    ),
    connections: gauge(
      "signalbox_database_connections",
      "Database connections of this instance, by lane and whether they are in use.",
      "lane",
      "state",
    ),
    waiting: gauge(
      "signalbox_database_waiting",
      "Requests of this instance that wait for a database connection.",
      "lane",
    ),
    bound: gauge("signalbox_database_connections_max", "Database connections that a lane may have.", "lane"),
    streams: gauge("signalbox_streams", "Open event streams of this instance."),
    httpConnections: gauge("signalbox_http_connections", "Open HTTP connections of this instance."),
  };
}

/** The one set of the process. */
export function metrics(): ReturnType<typeof makeMetrics> {
  return processWide("metrics", makeMetrics);
}

/** Notes one answer. @param route an operation's id, or one of a few words of ours for what is no operation */
export function countRequest(route: string, status: number): void {
  metrics().requests.inc({ route, status });
}
