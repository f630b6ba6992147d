import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "@/lib/platform/process-wide";

/** Work that has database connections of its own, which nothing else may use: stopping (and seeing whether it stands), permits, and metrics. */
export type ReservedLane = "stop" | "permit" | "metrics";
export type Lane = ReservedLane | "general";

function lanes(): AsyncLocalStorage<Lane> {
  return processWide("db.lanes", () => new AsyncLocalStorage<Lane>());
}

/** Whose connections `pool()` and `db()` give here. */
export function currentLane(): Lane {
  return lanes().getStore() ?? "general";
}

/** Everything that `work` does in the database, and whatever it awaits, goes over the connections of that lane. */
export function inLane<T>(lane: Lane, work: () => T): T {
  return lanes().run(lane, work);
}
