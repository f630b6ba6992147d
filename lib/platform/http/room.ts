import { inLane, type ReservedLane } from "@/lib/platform/db/lane";
import { env } from "@/lib/platform/env";
import { processWide } from "@/lib/platform/process-wide";
import { Turns } from "@/lib/platform/turns";
import { letStopsGoFirst } from "./stops-first";

/** How many of a lane's connections one caller has at a time; what they send beyond that goes the general way. */
const laneShare = 2;

function reserved(lane: ReservedLane): Turns {
  return processWide(
    `lane.${lane}`,
    () => new Turns({ atOnce: 1_000, atOncePerCaller: laneShare, waiting: 0, waitingPerCaller: 0, waitMs: 0 }),
  );
}

function heavy(): Turns {
  return processWide("heavy-reads", () => {
    const atOnce = env().SIGNALBOX_HEAVY_READS;
    // Nobody has them all for themselves.
    return new Turns({
      atOnce,
      atOncePerCaller: Math.max(1, atOnce - 1),
      waiting: 256,
      waitingPerCaller: 16,
      waitMs: 10_000,
    });
  });
}

/** Does the work over the lane's own connections, unless this caller has their share of them in use. */
export async function onReservedLane<T>(lane: ReservedLane, callerId: string, work: () => Promise<T>): Promise<T> {
  const giveBack = reserved(lane).tryTake(callerId);
  if (!giveBack) return inLane("general", work);
  try {
    return await inLane(lane, work);
  } finally {
    giveBack();
  }
}

/**
 * An expensive read: few at a time on an instance, fewer of one caller, a short queue. Where the answer is a stream, the turn lasts
 * until that has ended.
 * @param gone the request's signal: who went away waits no longer, and gives back what they have
 * @throws 429 `too_many_at_once`, 503 `busy`
 */
export async function heavyRead<T>(callerId: string, work: () => Promise<T>, gone?: AbortSignal): Promise<T> {
  const giveBack = await heavy().take(callerId, gone);
  let isStream = false;
  try {
    await letStopsGoFirst();
    const made = await work();
    if (!(made instanceof Response) || !made.body) return made;
    isStream = true;
    gone?.addEventListener("abort", giveBack);
    const end = new TransformStream<Uint8Array, Uint8Array>({ flush: giveBack });
    const { status, headers } = made;
    void made.body.pipeTo(end.writable).catch(giveBack);
    return new Response(end.readable, { status, headers }) as T & Response;
  } finally {
    if (!isStream) giveBack();
  }
}

/** Two at a time keep the loop and the database both at work; more would only wait in them, and let a stop wait too. */
function longBodies(): Turns {
  return processWide(
    "long-bodies",
    () => new Turns({ atOnce: 4, atOncePerCaller: 2, waiting: 256, waitingPerCaller: 64, waitMs: 15_000 }),
  );
}

/** A request whose body is long to parse and to work on: few at a time, of one caller and in all. @throws as `heavyRead` */
export function longBody<T>(callerId: string, work: () => Promise<T>, gone?: AbortSignal): Promise<T> {
  return longBodies().run(
    callerId,
    async () => {
      await letStopsGoFirst();
      return work();
    },
    gone,
  );
}

/** The read of a page's list: expensive where something is searched for. @throws as `heavyRead`; a page then leaves it to the browser to ask again */
export function listRead<T>(callerId: string, q: string | null | undefined, work: () => Promise<T>): Promise<T> {
  return q ? heavyRead(callerId, work) : work();
}
