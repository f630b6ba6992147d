import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { type CompiledControls, compiledOf, controlsWith } from "@/lib/judging/control-source.rules";
import { pool } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { processWide } from "@/lib/platform/process-wide";
import { openBreakers, type OpenBreakers, throttleOf } from "./open-breakers.rules";

/** One for each rate, as a breaker may be changed while it is open. */
function limiterOf(perMinute: number): RateLimiterMemory {
  const all = processWide("breaker-limiters", () => new Map<number, RateLimiterMemory>());
  const known = all.get(perMinute);
  if (known) return known;
  const made = new RateLimiterMemory({ points: perMinute, duration: 60 });
  all.set(perMinute, made);
  return made;
}

// Never more than there are, whoever asks at once on whatever instance.
const reserve = `
  WITH had AS (
    SELECT s.breaker_id, s.agent_id, s.probes_let AS before, b.recovery_probes AS most
    FROM breaker_states s JOIN breakers b ON b.id = s.breaker_id
    WHERE s.breaker_id = $1 AND s.agent_id = $2 AND s.state = 'half_open' AND s.probes_let < b.recovery_probes
    FOR UPDATE OF s
  )
  UPDATE breaker_states s SET probes_let = least(had.most, had.before + $3), probe_let_at = now()
  FROM had WHERE s.breaker_id = had.breaker_id AND s.agent_id = had.agent_id
  RETURNING s.probes_let - had.before AS granted`;

/** What open breakers make of one request of an agent, before it is judged. */
export class BreakerDoor {
  private counted = false;
  /** Of each half-open breaker, how many of the request's actions it lets through. */
  private readonly granted = new Map<string, number>();

  /** @param asked how many actions the request has */
  constructor(
    private readonly agentId: string,
    private readonly asked: number,
  ) {}

  /**
   * Counts the request where the agent is throttled, and takes the probes that there are for it: once, however often it is judged.
   * @throws 429 `throttled`
   */
  async pass(controls: CompiledControls): Promise<void> {
    const own = compiledOf(controls, openBreakers).get(this.agentId) ?? [];
    const perMinute = throttleOf(own);
    if (perMinute !== undefined) await this.count(perMinute);
    for (const { id, state } of own) {
      if (state !== "half_open" || this.granted.has(id)) continue;
      const { rows } = await pool().query<{ granted: number }>({
        name: "breaker_probes",
        text: reserve,
        values: [id, this.agentId, this.asked],
      });
      this.granted.set(id, rows[0]?.granted ?? 0);
    }
  }

  private async count(perMinute: number): Promise<void> {
    if (this.counted) return;
    try {
      await limiterOf(perMinute).consume(this.agentId, this.asked);
      this.counted = true;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new AppError(
        "throttled",
        `A breaker is open for this agent: it may ask for ${perMinute} ${perMinute === 1 ? "action" : "actions"} a minute until it has recovered.`,
        { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)) },
      );
    }
  }

  /** What the request's action at this place, from 0, is judged by: without the half-open breakers that let it through. */
  controlsFor(controls: CompiledControls, place: number): CompiledControls {
    if (![...this.granted.values()].some((granted) => granted > place)) return controls;
    const all: OpenBreakers = compiledOf(controls, openBreakers);
    const left = (all.get(this.agentId) ?? []).filter(
      ({ id, state }) => state !== "half_open" || (this.granted.get(id) ?? 0) <= place,
    );
    return { ...controls, ...controlsWith(openBreakers, new Map([[this.agentId, left]])) };
  }
}
