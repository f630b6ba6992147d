import { pool } from "@/lib/platform/db/client";
import { logger } from "@/lib/platform/logger";
import { Poll } from "@/lib/platform/poll";
import { processWide } from "@/lib/platform/process-wide";
import { Watchers } from "@/lib/platform/watchers";

/** Where a workspace's controls stand: what moves with every control change, and what moves with every stop of a run. Both only grow. */
export interface ControlMark {
  epoch: number;
  runStops: number;
}

/** Milliseconds between two readings. One loop for all streams of the process. */
const everyMs = 500;
/** A mark that was asked for longer ago than this says nothing about now. */
const freshMs = 2_000;

interface Watched {
  mark: ControlMark | undefined;
  /** When the reading that gave `mark` began, Unix milliseconds. */
  readAt: number;
  watchers: Watchers;
}

interface Loop {
  watched: Map<string, Watched>;
  poll: Poll;
  failing: boolean;
}

function loop(): Loop {
  return processWide("control-marks", (): Loop => {
    const watched = new Map<string, Watched>();
    const poll = new Poll(
      everyMs,
      () => watched.size > 0,
      () => read([...watched.keys()]),
    );
    return { watched, poll, failing: false };
  });
}

/** A workspace's marks as its streams see them. */
export interface MarkWatch {
  /** The mark, read from the database a moment ago; undefined while it cannot be read. */
  now(): ControlMark | undefined;
  end(): void;
}

/**
 * Watches where a workspace's controls stand. The database is asked, never a hint: a stop is reported also when every notification of it
 * was lost.
 * @param onRead called after every reading, also one in which nothing moved
 */
export function watchControlMark(workspaceId: string, onRead: () => void): MarkWatch {
  const { watched } = loop();
  const entry = watched.get(workspaceId) ?? { mark: undefined, readAt: 0, watchers: new Watchers(noteFailed) };
  watched.set(workspaceId, entry);
  const leave = entry.watchers.watch(onRead);
  // Whoever comes is told of a reading that began after it came: what happened before cannot be missed by it.
  const from = Date.now();
  void read([workspaceId]).finally(() => loop().poll.start());
  return {
    now: () => (entry.readAt >= from && Date.now() - entry.readAt <= freshMs ? entry.mark : undefined),
    end: () => {
      leave();
      if (entry.watchers.size === 0 && watched.get(workspaceId) === entry) watched.delete(workspaceId);
    },
  };
}

function noteFailed(error: unknown): void {
  logger().error({ err: error }, "a stream could not say where the controls stand");
}

async function read(workspaceIds: string[]): Promise<void> {
  const own = loop();
  const readAt = Date.now();
  try {
    const { rows } = await pool().query<{ id: string; epoch: string; run_stops: string }>({
      name: "control_marks",
      text: "SELECT w.id, w.epoch, w.run_stops FROM workspaces w WHERE w.id = ANY($1)",
      values: [workspaceIds],
    });
    own.failing = false;
    for (const row of rows) {
      const entry = own.watched.get(row.id);
      if (!entry || entry.readAt > readAt) continue;
      entry.mark = { epoch: Number(row.epoch), runStops: Number(row.run_stops) };
      entry.readAt = readAt;
      entry.watchers.notify();
    }
  } catch (error) {
    if (!own.failing) logger().warn({ err: error }, "where the controls stand cannot be read; streams say so");
    own.failing = true;
  }
}
