import { expect, it } from "vitest";
import { checkBounds, checkedInThread } from "./check-thread";

const schema = JSON.stringify({
  type: "object",
  properties: { lines: { items: { anyOf: Array.from({ length: 400 }, (_, i) => ({ required: [`f${i}`] })) } } },
});
const task = {
  schema,
  parameters: JSON.stringify({ lines: Array.from({ length: 300 }, () => ({ f399: 1 })) }),
  steps: 20_000_000,
};

it("a caller who sends many long checks is told so, and does not fill the queue for anybody else", async () => {
  const outcome = (caller: string) =>
    checkedInThread(task, caller).then(
      ({ faults }) => (faults.length === 0 ? "checked" : "refused"),
      (error: { code: string }) => error.code,
    );
  const greedy = Array.from({ length: 50 }, () => outcome("greedy"));
  const other = outcome("other");
  expect(await other).toBe("checked");
  const said = await Promise.all(greedy);
  expect(said.filter((s) => s === "checked")).toHaveLength(checkBounds.atOnce + checkBounds.waitingPerCaller);
  expect(said.filter((s) => s === "too_many_at_once")).toHaveLength(
    50 - checkBounds.atOnce - checkBounds.waitingPerCaller,
  );
}, 120_000);
