import type { Deed } from "@/lib/breakers/rules/observation.rules";

/** A recorded deed, made of what a test says of it. Times are in seconds. */
export interface Told {
  at: number;
  as?: string;
  run?: string | null;
  /** How it ended, a second later where nothing else is said. */
  ended?: string;
  endedAt?: number;
  error?: string;
  cost?: string;
  currency?: string;
  decided?: string;
  by?: string;
  byStop?: boolean;
  confidence?: number;
  isNew?: boolean;
}

/** A sequence of one agent as it was recorded; the actions' ids are their places in it. */
export function recorded(told: readonly Told[]): Deed[] {
  return told.map((one, place) => ({
    actionId: String(place),
    runId: one.run ?? null,
    action: one.as ?? "a",
    resource: null,
    digest: one.as ?? "a",
    confidence: one.confidence ?? null,
    askedAt: one.at * 1_000,
    decided:
      one.decided === undefined
        ? null
        : { at: one.at * 1_000, outcome: one.decided, byType: one.by ?? "policy", byStop: one.byStop ?? false },
    outcome:
      one.ended === undefined
        ? null
        : {
            at: (one.endedAt ?? one.at + 1) * 1_000,
            status: one.ended,
            error: one.error ?? null,
            cost: one.cost === undefined ? null : { amount: one.cost, currency: one.currency ?? "EUR" },
          },
    firstOfAction: one.isNew ?? false,
    firstOfResource: false,
  }));
}

/** The same thing again and again. */
export const everySeconds = (seconds: number, times: number, what: Omit<Told, "at">, from = 1): Told[] =>
  Array.from({ length: times }, (_, i) => ({ ...what, at: from + i * seconds }));
