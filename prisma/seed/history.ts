import type pg from "pg";
import { Dice } from "@/lib/demo/dice.rules";
import { demoPassword } from "@/lib/demo/stories/all";
import { meridian } from "@/lib/demo/stories/meridian";
import { approve, reject, type WorkspaceStory } from "@/lib/demo/story.rules";
import { newToken } from "@/lib/platform/credentials/token-format";
import { hashPassword } from "@/lib/sessions/password.service";
import { liveAction } from "./action-life";
import { BatchWriter } from "./batch-writer";
import { busyness } from "./demo-life";
import { historyDays, modelledAction, type ModelledAction } from "./history-model";
import { deciders } from "./run-life";
import { foundWorkspace, writeWorkspace } from "./workspace";

const hour = 3_600_000;
const day = 24 * hour;
const defaultSize = 200_000;
/** The last actions have ended by now: at most the longest time to decide, and the work. */
const endedHoursAgo = 8;

const history: WorkspaceStory = { ...meridian, slug: "history", name: "Ninety days", stops: [] };

/** Ordered moments of one day, as busy as its hours are. */
function momentsOf(dayStart: number, count: number, dice: Dice): number[] {
  const moments: number[] = [];
  while (moments.length < count) {
    const at = dayStart + Math.floor(dice.uniform() * day);
    if (dice.chance(busyness(at))) moments.push(at);
  }
  return moments.sort((a, b) => a - b);
}

/** So many actions for each day: fewer at weekends, a third more at the end than at the beginning. */
function countsByDay(start: number, size: number): number[] {
  const weights = Array.from({ length: historyDays }, (_, d) => {
    const weekday = new Date(start + d * day).getUTCDay();
    return (1 + d / (3 * historyDays)) * (weekday === 0 || weekday === 6 ? 0.35 : 1);
  });
  const total = weights.reduce((a, b) => a + b, 0);
  let owed = 0;
  return weights.map((weight) => {
    owed += (weight / total) * size;
    const count = Math.round(owed);
    owed -= count;
    return count;
  });
}

/** Every action of the scenario, day by day, without a database: what the statistics of the scenario are checked on. */
export function* historyActions(now: Date, size = defaultSize): Generator<{ at: number; action: ModelledAction }[]> {
  const start = Math.floor((now.getTime() - endedHoursAgo * hour) / day) * day - historyDays * day;
  const counts = countsByDay(start, size);
  for (let d = 0; d < historyDays; d++) {
    const dice = new Dice(`history/${d}`);
    yield momentsOf(start + d * day, counts[d] ?? 0, dice).map((at) => ({ at, action: modelledAction(d, dice) }));
  }
}

const right = approve("In order.");
const wrong = reject("insufficient_evidence", "The evidence does not support it.");

/** Ninety days of decided actions; see history-model for what they are drawn from. No runs: each action stands alone. */
export async function seedHistoryScenario(client: pg.ClientBase, now: Date, size = defaultSize): Promise<string> {
  const writer = new BatchWriter(client);
  const options = {
    story: history,
    writer,
    dice: new Dice("history"),
    founded: new Date(now.getTime() - (historyDays + 10) * day),
    passwordHash: await hashPassword(demoPassword),
    demo: true,
    keyExpiresAt: new Date(now.getTime() + 365 * day),
    newKey: () => newToken("sbx"),
  };
  const cast = foundWorkspace(options);
  const { dice } = cast;
  for (const today of historyActions(now, size)) {
    for (const { at, action } of today) {
      const { request, outcome, answer } = action;
      const answered =
        answer === "none"
          ? {}
          : {
              answer: {
                wise: answer === "approve" ? right : wrong,
                by: dice.pick(deciders),
                afterMs: Math.max(5_000, Math.round(dice.logNormal(180_000, 0.9))),
              },
            };
      const work = {
        outcome,
        workMs: Math.round(dice.logNormal(4_000, 0.7)),
        startAfterMs: 200 + Math.round(dice.logNormal(300, 0.6)),
        reports: true,
      };
      liveAction(cast, { agent: action.agent, runId: null, request, at, now: now.getTime(), ...answered, work });
    }
    // Entries of what ends after midnight wait for the next day's, so that the log is in the order of time.
    await writer.flush(today.at(-1)?.at ?? -Infinity);
  }
  writeWorkspace(cast, options);
  await writer.finish();
  return `${size} decided actions over ${historyDays} days in the workspace history. Password of everyone: ${demoPassword}.`;
}
