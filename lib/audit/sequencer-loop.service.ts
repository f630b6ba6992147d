import { subscribe } from "@/lib/platform/events/bus";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { backoffMs } from "@/lib/platform/retry";
import { signGrownLogs } from "./checkpoint.service";
import { nudges } from "./nudge";
import { batchLimit, DamagedLog, sequenceBatch } from "./sequencer.service";

/** How the sequencer of this process is. */
export interface SequencerHealth {
  /** ok: working, or standing by while another instance works; failing: see `error`; refusing: a log is not signed, see `refused` */
  status: "ok" | "failing" | "refusing" | "stopped";
  /** when a look at the queue last succeeded, RFC 3339 */
  lastSuccessAt: string | null;
  error: string | null;
  refused: { workspaceId: string; reason: string }[];
}

const idlePollMs = 100;
/**
 * The first entry after a quiet moment is taken in at once; those that follow are gathered this long, so that a busy second costs
 * ten commits and not hundreds.
 */
const gatherMs = 60;
const standbyMs = 250;
const signEveryMs = 1_000;
/** Also without new entries, logs are looked at this often: another instance may have left one unsigned. */
const signAnywayMs = 2_000;
const backoff = { firstMs: 250, mostMs: 10_000 };

interface Sequencer {
  isStopping: boolean;
  health: SequencerHealth;
  done: Promise<void>;
  wake: () => void;
}

function holder(): { current: Sequencer | undefined } {
  return processWide("audit.sequencer", () => ({ current: undefined }));
}

/** Health of this process's sequencer, "stopped" where none runs. */
export function sequencerHealth(): SequencerHealth {
  return holder().current?.health ?? { status: "stopped", lastSuccessAt: null, error: null, refused: [] };
}

/**
 * Starts the sequencer of this process; a second call returns the same. Any number of processes may run one: they take turns by
 * an advisory lock.
 *
 * @returns ends it, after what it is doing
 */
export function startSequencer(): () => Promise<void> {
  const held = holder();
  const sequencer = (held.current ??= begin());
  return async () => {
    sequencer.isStopping = true;
    sequencer.wake();
    await sequencer.done;
    if (held.current === sequencer) held.current = undefined;
  };
}

function begin(): Sequencer {
  const sequencer: Sequencer = {
    isStopping: false,
    health: { status: "ok", lastSuccessAt: null, error: null, refused: [] },
    done: Promise.resolve(),
    wake: () => undefined,
  };
  let isAwaited = false;
  const onStaged = () => {
    isAwaited = true;
    sequencer.wake();
  };
  nudges().on("staged", onStaged);
  const unsubscribe = subscribe(onStaged);

  /** Waits, but not longer than until new entries are announced (where `isEager`) or the end. */
  const pause = async (ms: number, isEager: boolean): Promise<void> => {
    if (sequencer.isStopping || (isEager && isAwaited)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      sequencer.wake = () => {
        if (!isEager && !sequencer.isStopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    sequencer.wake = () => undefined;
  };

  const work = async (): Promise<void> => {
    let nextSigningAt = 0;
    let nextAnywayAt = 0;
    let hasGrown = false;
    let failures = 0;
    /** Logs that cannot be continued wait apart, so that the others go on. */
    const damaged = new Map<string, string>();
    while (!sequencer.isStopping) {
      try {
        isAwaited = false;
        const taken = await sequenceBatch(batchLimit, [...damaged.keys()]);
        hasGrown ||= taken !== "busy" && taken > 0;
        const now = Date.now();
        if (now >= nextAnywayAt || (hasGrown && now >= nextSigningAt)) {
          const report = await signGrownLogs(signEveryMs);
          if (report !== "busy") {
            noteRefusals(sequencer.health, new Map([...report.refused, ...damaged]));
            damaged.clear();
            hasGrown = false;
            nextSigningAt = Date.now() + signEveryMs;
            nextAnywayAt = Date.now() + signAnywayMs;
          }
        }
        failures = 0;
        noteSuccess(sequencer.health);
        if (taken !== "busy" && taken >= batchLimit) continue;
        if (taken === "busy") await pause(standbyMs, false);
        else {
          await pause(gatherMs, false);
          await pause(idlePollMs - gatherMs, true);
        }
      } catch (error) {
        if (error instanceof DamagedLog) {
          damaged.set(error.workspaceId, error.message);
          continue;
        }
        failures += 1;
        noteFailure(sequencer.health, error, failures);
        await pause(backoffMs(failures - 1, backoff), false);
      }
    }
  };
  sequencer.done = work().finally(() => {
    nudges().off("staged", onStaged);
    unsubscribe();
    sequencer.health = { ...sequencer.health, status: "stopped" };
  });
  return sequencer;
}

function noteSuccess(health: SequencerHealth): void {
  if (health.error !== null) logger().info("audit sequencer works again");
  health.lastSuccessAt = new Date().toISOString();
  health.error = null;
  health.status = health.refused.length > 0 ? "refusing" : "ok";
}

function noteFailure(health: SequencerHealth, error: unknown, failures: number): void {
  health.status = "failing";
  health.error = error instanceof Error ? error.message : String(error);
  // Once, then rarely: a database that is away for an hour is one event.
  if (failures === 1 || failures % 60 === 0)
    logger().error({ err: error, failures }, "audit sequencer failed; it tries again");
}

function noteRefusals(health: SequencerHealth, refused: ReadonlyMap<string, string>): void {
  const known = new Map(health.refused.map(({ workspaceId, reason }) => [workspaceId, reason]));
  for (const [workspaceId, reason] of refused) {
    if (known.get(workspaceId) !== reason)
      logger().error(
        { workspaceId, reason },
        "audit log not continued: it contradicts what was signed before, or is incomplete",
      );
  }
  health.refused = [...refused].map(([workspaceId, reason]) => ({ workspaceId, reason }));
}
