import type { Ask, Episode, Story, StoryEpisode, WorkspaceStory } from "@/lib/demo/story.rules";
import { liveAction, planOf, type LifePlan } from "./action-life";
import { changeControls, personOf, principalOf, type Cast, type SeededStop } from "./cast";
import { beginRun, deciders } from "./run-life";
import { seededId } from "./seeded-id";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

export const historyHours = 72;
/** The last minutes belong to what is held when the demo opens, and to the fleet. */
const quietMinutes = 6;
/** Longer than anything in the queue may wait, so that no run of a held action has ended. */
const heldRunTtlSeconds = 6 * 3_600;

/** How busy an hour is, against the busiest, in UTC: offices in Europe, a skeleton shift at night, half a crew at weekends. */
export function busyness(at: number): number {
  const date = new Date(at);
  const clock = date.getUTCHours();
  const byHour = clock >= 7 && clock < 17 ? 1 : clock >= 5 && clock < 20 ? 0.45 : 0.12;
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  return byHour * (weekend ? 0.35 : 1);
}

/** Pulls and re-arms the stops of the story; judged actions in between are denied, as they would have been. */
export function seedStops(cast: Cast, story: WorkspaceStory, now: number): void {
  for (const told of [...story.stops].sort((a, b) => b.hoursAgo - a.hoursAgo)) {
    const pulledAt = now - told.hoursAgo * hour;
    const rearmedAt = pulledAt + told.hours * hour;
    const by = personOf(cast, told.by);
    const rearmedBy = personOf(cast, "reliability");
    const id = seededId("stop", new Date(pulledAt), cast.dice);
    const scopeId = principalOf(cast, told.agent).agentId;
    const active = {
      id,
      scopeType: "agent" as const,
      scopeId,
      scopeKeys: [],
      standing: "pulled" as const,
      reason: told.reason,
      pulledByName: by.name,
    };
    const { epoch } = changeControls(cast, pulledAt, [active]);
    const rearmed = changeControls(cast, rearmedAt, []);
    const row: SeededStop = {
      id,
      workspace_id: cast.workspaceId,
      scope_type: "agent",
      scope_id: scopeId,
      reason: told.reason,
      standing: "rearmed",
      epoch,
      pulled_by_type: "person",
      pulled_by_id: by.id,
      pulled_by_name: by.name,
      pulled_at: new Date(pulledAt).toISOString(),
      rearmed_by_id: rearmedBy.id,
      rearmed_by_name: rearmedBy.name,
      rearmed_at: new Date(rearmedAt).toISOString(),
      rearm_reason: told.rearmReason,
    };
    cast.writer.add("stops", row);
    const subject = { type: "stop", id };
    cast.writer.tell({
      workspaceId: cast.workspaceId,
      at: new Date(pulledAt),
      actor: { type: "person", id: by.id },
      event: "stop.pulled",
      subject,
      facts: { scope: { type: "agent", id: scopeId }, epoch },
      private: { reason: told.reason },
    });
    cast.writer.tell({
      workspaceId: cast.workspaceId,
      at: new Date(rearmedAt),
      actor: { type: "person", id: rearmedBy.id },
      event: "stop.rearmed",
      subject,
      facts: { epoch: rearmed.epoch },
      private: { reason: told.rearmReason },
    });
  }
}

function answerTo(cast: Cast, ask: Ask, at: number): NonNullable<LifePlan["answer"]> {
  const { dice } = cast;
  // At night nobody looks at what can wait.
  const medianMs = (busyness(at) < 0.2 ? 40 : 3.5) * minute;
  return { wise: ask.wise, by: dice.pick(deciders), afterMs: Math.max(8 * second, dice.logNormal(medianMs, 0.8)) };
}

/** One run of the past: each action waits for the one before it, and a refusal ends the run. */
function liveEpisode(cast: Cast, story: Story, episode: Episode, startedAt: number, now: number): void {
  const run = beginRun(cast, {
    agent: story.agent.name,
    task: episode.task,
    at: startedAt,
    ttlSeconds: 3_600,
    ...(episode.jurisdiction ? { jurisdiction: episode.jurisdiction } : {}),
  });
  let clock = startedAt + cast.dice.int(2, 20) * second;
  let result: "succeeded" | "failed" = "succeeded";
  for (const ask of episode.asks) {
    const life = liveAction(cast, {
      ...planOf(ask),
      agent: story.agent.name,
      runId: run.id,
      at: clock,
      now,
      answer: answerTo(cast, ask, clock),
    });
    if (life.endedAt === undefined) return run.endRun(undefined, null);
    clock = life.endedAt + cast.dice.int(1, 8) * second;
    if (life.status !== "approved" || ask.outcome.status === "failed") result = "failed";
    // A run is over when its token is, and after a refusal.
    if (life.status !== "approved" || clock > startedAt + 3_500 * second || clock > now) break;
  }
  run.endRun(clock > now ? undefined : clock, result);
}

/** A few days of ordinary work, in the order of time within each agent. */
export function seedHistory(cast: Cast, story: WorkspaceStory, now: number): void {
  for (const told of story.stories) {
    const dice = cast.dice.fork(told.agent.name);
    const ordinary = told.episodes.filter((e) => e.weight > 0);
    let at = now - historyHours * hour;
    for (;;) {
      // Thinned Poisson process (Lewis and Shedler, 1979): exponential gaps at the busiest rate, most of the night thrown away.
      at += (-Math.log(1 - dice.uniform()) / told.runsPerHour) * hour;
      if (at > now - quietMinutes * minute) break;
      if (dice.chance(busyness(at)))
        liveEpisode(cast, told, dice.weighted<StoryEpisode>(ordinary).tell(dice), Math.floor(at), now);
    }
  }
}

/** What waits for a decision when the demo opens. */
export function seedHeld(cast: Cast, story: WorkspaceStory, now: number): void {
  for (const told of story.stories) {
    for (const held of told.episodes) {
      if (held.heldMinutesAgo === undefined) continue;
      const startedAt = now - held.heldMinutesAgo * minute;
      const episode = held.tell(cast.dice.fork(`held/${told.agent.name}/${held.heldMinutesAgo}`));
      const run = beginRun(cast, {
        agent: told.agent.name,
        task: episode.task,
        at: startedAt - 15 * second,
        ttlSeconds: heldRunTtlSeconds,
        ...(episode.jurisdiction ? { jurisdiction: episode.jurisdiction } : {}),
      });
      for (const [i, ask] of episode.asks.entries()) {
        liveAction(cast, {
          request: ask.request,
          agent: told.agent.name,
          runId: run.id,
          at: startedAt + i * 40 * second,
          now,
          ...(held.claimedBy ? { claim: { by: held.claimedBy, forMs: 10 * minute } } : {}),
        });
      }
      run.endRun(undefined, null);
    }
  }
}
