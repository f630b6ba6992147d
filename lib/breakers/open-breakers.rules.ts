import type { ControlSource } from "@/lib/judging/control-source.rules";

/** A breaker that is not closed for an agent, and holds it back. */
export interface OpenBreaker {
  id: string;
  name: string;
  state: "open" | "half_open";
  /** What it does while it is open: where it was stopped, the stop itself speaks. */
  answer: "stop" | "hold" | "throttle";
  throttlePerMinute: number | null;
}

/** Those of each agent, by its id. */
export type OpenBreakers = ReadonlyMap<string, readonly OpenBreaker[]>;

interface Row extends OpenBreaker {
  agent: string;
}

/** Breakers that are open or half-open; those that only report are none of the gate's. */
export const openBreakers: ControlSource<Row, OpenBreakers> = {
  name: "breakers",
  read: `SELECT b.id, b.name, s.agent_id AS agent, s.state, s.answer, b.throttle_per_minute AS "throttlePerMinute"
      FROM breaker_states s JOIN breakers b ON b.id = s.breaker_id
      WHERE s.workspace_id = w.id AND s.state <> 'closed' AND s.answer <> 'report' AND b.enabled AND b.deleted_at IS NULL
      ORDER BY b.id`,
  compile(rows) {
    const byAgent = new Map<string, OpenBreaker[]>();
    for (const { agent, ...breaker } of rows) byAgent.set(agent, [...(byAgent.get(agent) ?? []), breaker]);
    return byAgent;
  },
};

/** Whether a person has to look at what the agent asks. One that is to throttle, and of which nobody says how much, holds. */
export function holdsBack({ state, answer, throttlePerMinute }: OpenBreaker): boolean {
  return state === "half_open" || answer === "hold" || (answer === "throttle" && throttlePerMinute === null);
}

/** How often the agent may ask each minute where any of its breakers throttles it. */
export function throttleOf(own: readonly OpenBreaker[]): number | undefined {
  const rates = own.flatMap(({ state, answer, throttlePerMinute }) =>
    state === "open" && answer === "throttle" ? (throttlePerMinute ?? []) : [],
  );
  return rates.length > 0 ? Math.min(...rates) : undefined;
}
