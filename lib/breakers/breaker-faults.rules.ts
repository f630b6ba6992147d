import { type Fault, UnprocessableError } from "@/lib/platform/errors";
import { ruleFaults } from "./bounds.rules";
import type { BreakerCreate } from "./breaker.schemas";

/** What is said of a breaker that has bounds. */
export type Said = Pick<BreakerCreate, "rule" | "response" | "throttlePerMinute" | "recovery">;

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

function responseFaults({ response, throttlePerMinute }: Said): Fault[] {
  const path = "throttlePerMinute";
  if (response !== "throttle")
    return throttlePerMinute === undefined ? [] : [{ path, message: "is for the response throttle" }];
  if (throttlePerMinute === undefined) return [{ path, message: "is required for the response throttle" }];
  return isWhole(throttlePerMinute, 1, 10_000) ? [] : [{ path, message: "must be a whole number from 1 to 10000" }];
}

function recoveryFaults({ response, recovery }: Said): Fault[] {
  if (recovery === null) return [];
  if (response === "report")
    return [
      { path: "recovery", message: "is for a response that holds an agent back: what only reports closes by itself" },
    ];
  const { afterSeconds, probes } = recovery;
  return [
    ...(isWhole(afterSeconds, 1, 86_400)
      ? []
      : [{ path: "recovery.afterSeconds", message: "must be a whole number from 1 to 86400" }]),
    ...(isWhole(probes, 1, 100) ? [] : [{ path: "recovery.probes", message: "must be a whole number from 1 to 100" }]),
  ];
}

/** @throws 422 `out_of_bounds`, naming each field */
export function requireBounds(said: Said): void {
  const faults = [...ruleFaults(said.rule), ...responseFaults(said), ...recoveryFaults(said)];
  if (faults.length > 0) throw outOfBounds(faults);
}

export function outOfBounds(faults: Fault[]): UnprocessableError {
  const told = faults.map(({ path, message }) => `${path} ${message}`).join("; ");
  return new UnprocessableError("out_of_bounds", `${told}.`, faults);
}
