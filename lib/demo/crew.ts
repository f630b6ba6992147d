import { Signalbox } from "@/packages/sdk/client";
import { SignalboxError } from "@/packages/sdk/errors";
import { pause, type TransportOptions } from "@/packages/sdk/transport";
import { logger } from "@/lib/platform/logger";
import { readDemoKeys } from "./demo-keys";
import { remakeKey } from "./demo-keys.service";
import type { Dice } from "./dice.rules";
import { anyHeld } from "./expect.rules";
import { playEpisode, type Part } from "./player";
import type { Episode, Story, StoryEpisode, WorkspaceStory } from "./story.rules";
import { takeUp } from "./take-up";

export interface CrewOptions {
  baseUrl: string;
  story: WorkspaceStory;
  dice: Dice;
  signal: AbortSignal;
  /** Seconds between two runs that begin in this workspace. */
  pace: { fromSeconds: number; toSeconds: number };
  /** The most actions of this crew that wait for people at once. */
  maxOpen: number;
  /** An agent that is stopped or locked out looks again after so long; it does not knock at every turn. */
  restSeconds: number;
  msPerSecond: number;
}

/** How often a story that opened the demo is told again, while it is not open. */
const setPieceShare = 0.15;
const setPieceRestMs = 30 * 60_000;
const maxRunsOfOneAgent = 6;
const lookSeconds = 60;
const maxInHand = 2_000;
/** A call is tried again for so long; waiting for a decision outlasts any outage. */
const retryForSeconds = 20;
const attemptTimeoutSeconds = 30;
const longestRestMs = 60_000;
const quietBetweenWarningsMs = 300_000;

/** The same thing asked of the same resource. */
function deedOf({ action, resource }: { action: string; resource?: { id: string } | null }): string {
  return `${action}/${resource?.id ?? ""}`;
}

/** Codes after which asking again at once would be wrong. */
const lockedOut = new Set([
  "invalid_key",
  "key_revoked",
  "key_expired",
  "missing_scope",
  "stopped",
  "run_ended",
  "run_expired",
  "not_approved",
]);

/** Two hands on one action, where an answer was late: the gate let one through, which is what it is for. */
const doneAlready = new Set(["permit_consumed", "outcome_already_reported", "run_already_ended"]);

/** The agents of one demo workspace at work, at a human pace and within their bound. */
export class Crew {
  /** What waits for people, by id: which deed it is. */
  private readonly open = new Map<string, string>();
  /** Runs that have something to ask for, and have not asked it yet or may ask more. */
  private reserved = 0;
  private readonly playing = new Set<Promise<void>>();
  private readonly runsOf = new Map<string, number>();
  private readonly restsUntil = new Map<string, number>();
  private readonly toldAt = new Map<StoryEpisode, number>();
  /** Actions somebody here sees to, until they are reported. */
  private readonly inHand = new Set<string>();
  /** When each agent last went on with what it had left; before the first time it begins nothing new. */
  private readonly lookedAt = new Map<string, number>();
  private readonly looking = new Set<string>();
  private failures = 0;
  private warnedAt = -Infinity;

  constructor(private readonly options: CrewOptions) {}

  /** Works until the signal aborts. What fails is logged, seldom, and tried again later. */
  async work(): Promise<void> {
    const { story, signal, dice, pace, msPerSecond } = this.options;
    try {
      while (!signal.aborted) {
        this.turn();
        // Away or overloaded: the whole crew waits longer each time, instead of knocking in turn.
        const restMs = this.failures > 0 ? Math.min(longestRestMs, 2_000 * 2 ** Math.min(this.failures, 6)) : 0;
        const paceSeconds =
          this.lookedAt.size < story.stories.length ? 1 : dice.decimal(pace.fromSeconds, pace.toSeconds, 3);
        await pause(Math.max(restMs, paceSeconds * msPerSecond), signal);
      }
    } catch (error) {
      if (!(error instanceof SignalboxError) || error.code !== "aborted") throw error;
    } finally {
      await Promise.all(this.playing);
    }
  }

  private turn(): void {
    const { story, dice, msPerSecond } = this.options;
    const awake = story.stories.filter(
      ({ agent }) =>
        (this.restsUntil.get(agent.name) ?? 0) <= Date.now() && (this.runsOf.get(agent.name) ?? 0) < maxRunsOfOneAgent,
    );
    const due = Date.now() - lookSeconds * msPerSecond;
    for (const { agent } of awake) if ((this.lookedAt.get(agent.name) ?? -Infinity) < due) this.look(agent.name);
    const able = awake
      .filter(({ agent }) => this.lookedAt.has(agent.name))
      .map((told) => ({ weight: told.runsPerHour, told }));
    if (able.length === 0) return;
    const { told } = dice.weighted(able);
    const episode = this.choose(told);
    if (episode) this.begin(told.agent.name, (signalbox) => this.play(signalbox, told, episode));
  }

  /**
   * Looks for what nobody here sees to: from the seed, from before a restart, or asked in a call whose answer was lost. Without it such
   * actions would wait unseen, and not count towards the bound.
   */
  private look(agent: string): void {
    if (this.looking.has(agent)) return;
    this.looking.add(agent);
    const part = this.part(false);
    this.begin(agent, async (_, access) => {
      try {
        await takeUp(
          access,
          this.options.story,
          part,
          (id) => this.inHand.has(id),
          (go) => this.begin(agent, go),
        );
        this.lookedAt.set(agent, Date.now());
      } finally {
        this.looking.delete(agent);
      }
    });
  }

  private async play(signalbox: Signalbox, told: Story, episode: Episode): Promise<void> {
    const holds = anyHeld(episode, told);
    if (holds) this.reserved += 1;
    try {
      await playEpisode(signalbox, episode, this.part(holds));
    } finally {
      if (holds) this.reserved -= 1;
    }
  }

  /** While an action waits it counts as open; a run that expected it gives up its reservation for so long. */
  private part(holds: boolean): Part {
    const { signal, msPerSecond } = this.options;
    const step = holds ? 1 : 0;
    return {
      signal,
      msPerSecond,
      watch: {
        took: (id) => this.remember(id),
        opened: (action) => {
          this.open.set(action.id, deedOf(action));
          this.reserved -= step;
        },
        closed: ({ id }) => {
          this.open.delete(id);
          this.reserved += step;
        },
      },
    };
  }

  private remember(id: string): void {
    this.inHand.add(id);
    // The oldest have long been reported.
    const [oldest] = this.inHand;
    if (this.inHand.size > maxInHand && oldest !== undefined) this.inHand.delete(oldest);
  }

  /** Whether it is known what everybody left waiting; who rests can leave nothing more. Before that nobody knows how much room there is. */
  private allCounted(): boolean {
    return this.options.story.stories.every(
      ({ agent }) => this.lookedAt.has(agent.name) || (this.restsUntil.get(agent.name) ?? 0) > Date.now(),
    );
  }

  /** What the agent does now; nothing that would be held while the bound is reached. */
  private choose(told: Story): Episode | undefined {
    const { dice, maxOpen } = this.options;
    const room = this.allCounted() && this.open.size + this.reserved < maxOpen;
    const deeds = new Set(this.open.values());
    const pieces = told.episodes.filter(
      (e) => e.heldMinutesAgo !== undefined && (this.toldAt.get(e) ?? -Infinity) < Date.now() - setPieceRestMs,
    );
    if (room && pieces.length > 0 && dice.chance(setPieceShare)) {
      const piece = dice.pick(pieces);
      const episode = piece.tell(dice);
      this.toldAt.set(piece, Date.now());
      if (!episode.asks.some(({ request }) => deeds.has(deedOf(request)))) return episode;
    }
    const episode = dice.weighted(told.episodes.filter((e) => e.weight > 0)).tell(dice);
    return room || !anyHeld(episode, told) ? episode : undefined;
  }

  private begin(agent: string, act: (signalbox: Signalbox, access: TransportOptions) => Promise<void>): void {
    this.runsOf.set(agent, (this.runsOf.get(agent) ?? 0) + 1);
    const playing = this.accessOf(agent)
      .then(
        (access) =>
          access && act(new Signalbox({ ...access, onWarning: (warning) => this.warn(agent, warning) }), access),
      )
      .then(() => void (this.failures = 0))
      .catch((error: unknown) => this.failed(agent, error))
      .finally(() => {
        this.runsOf.set(agent, (this.runsOf.get(agent) ?? 1) - 1);
        this.playing.delete(playing);
      });
    this.playing.add(playing);
  }

  private async accessOf(agent: string): Promise<TransportOptions | undefined> {
    const { baseUrl, story } = this.options;
    const key = () => readDemoKeys()[story.slug]?.[agent];
    if (key() === undefined) await remakeKey(story.slug, agent);
    const apiKey = key();
    if (apiKey === undefined) this.rest(agent);
    return apiKey === undefined ? undefined : { baseUrl, apiKey, retryForSeconds, attemptTimeoutSeconds };
  }

  private rest(agent: string): void {
    this.restsUntil.set(agent, Date.now() + this.options.restSeconds * this.options.msPerSecond);
  }

  private async failed(agent: string, error: unknown): Promise<void> {
    if (this.options.signal.aborted) return;
    const code = error instanceof SignalboxError ? error.code : undefined;
    if (code !== undefined && doneAlready.has(code)) return;
    if (code !== undefined && lockedOut.has(code)) {
      this.rest(agent);
      if (code === "invalid_key") await this.renew(agent);
      return;
    }
    if (code === "unreachable" || code === "rate_limited" || code === "unavailable") this.failures += 1;
    else this.rest(agent);
    this.warn(agent, error);
  }

  /** The database knows nothing of the key in the file: it is another one than the key was made for. */
  private async renew(agent: string): Promise<void> {
    try {
      await remakeKey(this.options.story.slug, agent);
    } catch (error) {
      this.warn(agent, error);
    }
  }

  private warn(agent: string, error: unknown): void {
    if (Date.now() - this.warnedAt < quietBetweenWarningsMs) return;
    this.warnedAt = Date.now();
    const fault = error instanceof SignalboxError ? { code: error.code, fault: error.message } : { err: error };
    logger().warn(
      { workspace: this.options.story.slug, agent, ...fault },
      "the demo fleet met a fault; it goes on, and says no more of this for a while",
    );
  }
}
