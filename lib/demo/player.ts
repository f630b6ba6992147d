import { NotApprovedError, SignalboxError } from "@/packages/sdk/errors";
import type { Signalbox } from "@/packages/sdk/client";
import { pause } from "@/packages/sdk/transport";
import type { Action, Outcome } from "@/packages/sdk/types";
import type { Ask, Episode, Misstep } from "./story.rules";

/** Told which actions the player sees to, and which of them wait for a decision. */
export interface Watch {
  took(id: string): void;
  opened(action: Action): void;
  closed(action: Action): void;
}

export interface Part {
  signal: AbortSignal;
  watch: Watch;
  /** Milliseconds that a second of the story takes. */
  msPerSecond: number;
}

/** Longer than anything may wait, so that a run's token lives as long as its questions. */
const runTtlSeconds = 8 * 3_600;
const longestWaitSeconds = 24 * 3_600;

/** Plays one run against the real API: each action is asked, waited for, executed and reported as an agent's developer would have it. */
export async function playEpisode(signalbox: Signalbox, episode: Episode, part: Part): Promise<void> {
  const { signal } = part;
  const { run, signalbox: own } = await signalbox.startRun(
    {
      task: episode.task,
      ttlSeconds: runTtlSeconds,
      ...(episode.jurisdiction ? { jurisdiction: episode.jurisdiction } : {}),
    },
    { signal },
  );
  try {
    for (const [i, ask] of episode.asks.entries()) {
      if (i > 0) await pause(3 * part.msPerSecond, signal);
      await playAsk(own, ask, part);
    }
  } catch (error) {
    // A person's refusal ends the run as it ends the story; anything else is for whoever keeps the fleet.
    if (!(error instanceof NotApprovedError) || isStopped(error.action)) throw error;
  } finally {
    if (!signal.aborted) await signalbox.endRun(run.id, { signal });
  }
}

function isStopped({ verdict }: Action): boolean {
  return verdict.interlocks.some(
    ({ name, effect }) => effect === "deny" && (name === "stop" || name === "agent_status"),
  );
}

async function playAsk(signalbox: Signalbox, ask: Ask, part: Part): Promise<void> {
  const asked = await signalbox.ask(ask.request, { signal: part.signal });
  part.watch.took(asked.id);
  const action = asked.status === "pending" ? await decided(signalbox, asked, ask.patienceSeconds, part) : asked;
  if (action.status !== "approved") throw new NotApprovedError(action);
  await carryOut(signalbox, action, ask.outcome, ask.workSeconds, ask.misstep, part);
}

/** Waits with `Prefer: wait`, and takes the request back when patience ends. */
export async function decided(
  signalbox: Signalbox,
  asked: Action,
  patienceSeconds: number | undefined,
  { signal, watch, msPerSecond }: Part,
): Promise<Action> {
  watch.opened(asked);
  try {
    return await signalbox.wait(asked.id, {
      timeoutSeconds: ((patienceSeconds ?? longestWaitSeconds) * msPerSecond) / 1000,
      signal,
    });
  } catch (error) {
    if (!(error instanceof SignalboxError) || error.code !== "still_pending") throw error;
    return await cancelled(signalbox, asked.id, signal);
  } finally {
    watch.closed(asked);
  }
}

async function cancelled(signalbox: Signalbox, id: string, signal: AbortSignal): Promise<Action> {
  try {
    return await signalbox.cancel(id, { signal });
  } catch (error) {
    // Somebody decided in the same moment: their word counts.
    if (error instanceof SignalboxError && error.code === "already_decided") return signalbox.get(id, { signal });
    throw error;
  }
}

/** Uses the permit, does the work and reports it, with whatever goes wrong on the way in this story. */
export async function carryOut(
  signalbox: Signalbox,
  action: Action,
  outcome: Outcome,
  workSeconds: number,
  misstep: Misstep | undefined,
  { signal, msPerSecond }: Part,
): Promise<void> {
  const digest = action.permit?.digest;
  if (digest === undefined || misstep === "never_executes") return;
  if (misstep === "wrong_digest")
    await refused(
      "digest_mismatch",
      signalbox.execute(
        action.id,
        digest.replace(/^./, (c) => (c === "0" ? "1" : "0")),
        { signal },
      ),
    );
  await signalbox.execute(action.id, digest, { signal });
  if (misstep === "second_execution")
    await refused("permit_consumed", signalbox.execute(action.id, digest, { signal }));
  await pause(workSeconds * msPerSecond, signal);
  if (misstep === "never_reports") return;
  await signalbox.report(action.id, outcome, { signal });
  if (misstep === "second_outcome")
    await refused("outcome_already_reported", signalbox.report(action.id, outcome, { signal }));
}

/** A misstep is refused with this code; if it were not, the gate would be broken, and whoever keeps the fleet is told. */
async function refused(code: string, misstep: Promise<unknown>): Promise<void> {
  try {
    await misstep;
  } catch (error) {
    if (error instanceof SignalboxError && error.code === code) return;
    throw error;
  }
  throw new SignalboxError("misstep_not_refused", `A misstep that should have met ${code} was let through.`);
}
