import type pg from "pg";
import { Dice } from "@/lib/demo/dice.rules";
import { demoPassword } from "@/lib/demo/stories/all";
import { meridian } from "@/lib/demo/stories/meridian";
import type { Ask, StoryEpisode, WorkspaceStory } from "@/lib/demo/story.rules";
import { newToken } from "@/lib/platform/credentials/token-format";
import { hashPassword } from "@/lib/sessions/password.service";
import { liveAction } from "./action-life";
import { BatchWriter } from "./batch-writer";
import { foundWorkspace, writeWorkspace } from "./workspace";

const hour = 3_600_000;
const defaultSize = 100_000;
const chunk = 5_000;
/** A week to decide, so that the queue is as long tomorrow as it is today. */
const decideWithinSeconds = 7 * 86_400;

/** Meridian Freight's agents, on the worst day of their lives. */
const longQueue: WorkspaceStory = {
  ...meridian,
  slug: "long-queue",
  name: "Long queue",
  stories: meridian.stories.map((s) => ({ ...s, types: s.types.map((t) => ({ ...t, decideWithinSeconds })) })),
  stops: [],
};

/** One workspace with as many held actions as an installation is designed for: every agent is unsure of everything it asked in a day. */
export async function seedLongQueue(client: pg.ClientBase, now: Date, size = defaultSize): Promise<string> {
  const writer = new BatchWriter(client);
  const dice = new Dice("long-queue");
  const options = {
    story: longQueue,
    writer,
    dice,
    founded: new Date(now.getTime() - 30 * 24 * hour),
    passwordHash: await hashPassword(demoPassword),
    demo: true,
    maxPendingPerAgent: 10_000,
    keyExpiresAt: new Date(now.getTime() + 365 * 24 * hour),
    newKey: () => newToken("sbx"),
  };
  const cast = foundWorkspace(options);
  const episodes = longQueue.stories.flatMap((s) =>
    s.episodes
      .filter((e) => e.weight > 0)
      .map((e) => ({ agent: s.agent.name, weight: e.weight * s.runsPerHour, episode: e })),
  );
  const start = now.getTime() - 24 * hour;
  const declaredAsk = (): { agent: string; ask: Ask } => {
    for (;;) {
      const { agent, episode } = dice.weighted<{ agent: string; weight: number; episode: StoryEpisode }>(episodes);
      const ask = dice.pick(episode.tell(dice).asks);
      // What the catalog does not know has an hour to be decided in, whatever the scenario wants.
      if (cast.types.has(ask.request.action)) return { agent, ask };
    }
  };
  for (let i = 0; i < size; i++) {
    const { agent, ask } = declaredAsk();
    const confidence = dice.decimal(0.3, 0.59);
    liveAction(cast, {
      agent,
      runId: null,
      request: { ...ask.request, confidence },
      at: Math.floor(start + (i / size) * 24 * hour),
      now: now.getTime(),
    });
    if (i % chunk === chunk - 1) await writer.flush();
  }
  writeWorkspace(cast, options);
  await writer.finish();
  return `${size} pending actions in the workspace long-queue. Password of everyone: ${demoPassword}.`;
}
