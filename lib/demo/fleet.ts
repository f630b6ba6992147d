import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { demoAdministrator } from "@/lib/sign-in/demo-accounts.views";
import { Crew } from "./crew";
import { Dice } from "./dice.rules";
import { workspaceStories } from "./stories/all";
import type { WorkspaceStory } from "./story.rules";

export interface FleetOptions {
  /** Where the API answers, over the loopback: `http://127.0.0.1:3000`. */
  baseUrl: string;
  stories?: readonly WorkspaceStory[];
  /** The most actions that wait for people at once, in each workspace. Default 12. */
  maxOpen?: number;
  /** Seconds between two runs that begin in one workspace. */
  pace?: { fromSeconds: number; toSeconds: number };
  /** Milliseconds that a second of the stories takes; a test's day is shorter. */
  /** How long an agent that was stopped or locked out keeps away. Default 60. */
  restSeconds?: number;
  msPerSecond?: number;
}

export interface Fleet {
  /** Resolves when every agent has put its tools down. */
  stop(): Promise<void>;
}

const retryMs = 10_000;

/** Waits until the workspace is there, the database too. @returns false where it is none of the demo's, or we were told to stop */
async function isDemo(slug: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      return (await demoAdministrator(slug)) !== undefined;
    } catch (error) {
      logger().debug({ err: error }, "the demo fleet waits for the database");
      await sleep(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
  return false;
}

/**
 * Puts the scripted agents of the demo to work against the real API, with real keys. Bounded, seldom heard in the log, and over when
 * `stop` is called or the process is told to end.
 */
export function startFleet({
  baseUrl,
  stories = workspaceStories,
  maxOpen = 12,
  pace = { fromSeconds: 7, toSeconds: 17 },
  restSeconds = 60,
  msPerSecond = 1_000,
}: FleetOptions): Fleet {
  const ending = new AbortController();
  const { signal } = ending;
  // Every waiting call listens for the end; that is no leak.
  setMaxListeners(0, signal);
  const working = stories.map(async (story) => {
    if (!(await isDemo(story.slug, signal))) return;
    logger().info({ workspace: story.slug, agents: story.stories.length }, "demo fleet at work");
    await new Crew({
      baseUrl,
      story,
      signal,
      pace,
      maxOpen,
      restSeconds,
      msPerSecond,
      dice: new Dice(`fleet/${story.slug}/${Date.now()}`),
    }).work();
  });
  const done = Promise.allSettled(working).then((results) => {
    for (const result of results)
      if (result.status === "rejected")
        logger().error({ err: result.reason as unknown }, "a demo crew has ended early");
  });
  return {
    stop() {
      ending.abort();
      return done;
    },
  };
}

/** The fleet of this process, once, until SIGTERM. */
export function startDemoFleet(options: FleetOptions): Fleet {
  return processWide("demo-fleet", () => {
    const fleet = startFleet(options);
    process.once("SIGTERM", () => void fleet.stop());
    return fleet;
  });
}
