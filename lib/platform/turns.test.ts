import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Turns, type TurnBounds } from "./turns";

const bounds: TurnBounds = { atOnce: 2, atOncePerCaller: 1, waiting: 3, waitingPerCaller: 2, waitMs: 60_000 };

/** Work that ends when the test says so. */
function job() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let started = false;
  return {
    work: () => {
      started = true;
      return ended;
    },
    end: () => end(),
    started: () => started,
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("turns", () => {
  it("are given in order, so many at once and of one caller; whose caller has one free does not wait behind whose has none", async () => {
    const turns = new Turns(bounds);
    const [a1, a2, b1] = [job(), job(), job()];
    const all = [turns.run("a", a1.work), turns.run("a", a2.work), turns.run("b", b1.work)];
    await settled();
    expect([a1, a2, b1].map((j) => j.started())).toEqual([true, false, true]);
    a1.end();
    await settled();
    expect(a2.started()).toBe(true);
    a2.end();
    b1.end();
    await Promise.all(all);
  });

  it("are refused beyond the queue: 429 to a caller that has too many waiting, 503 when the queue is full, both saying when to come back", async () => {
    const turns = new Turns(bounds);
    const held = [await turns.take("a"), await turns.take("b")];
    const waiting = [turns.take("a"), turns.take("a")];
    await expect(turns.take("a")).rejects.toMatchObject({
      status: 429,
      code: "too_many_at_once",
      options: { retryAfterSeconds: 1 },
    });
    waiting.push(turns.take("b"));
    await expect(turns.take("c")).rejects.toMatchObject({
      status: 503,
      code: "busy",
      options: { retryAfterSeconds: 60 },
    });
    for (const giveBack of held) giveBack();
    for (const turn of waiting) (await turn)();
    (await turns.take("c"))();
  });

  it("are not waited for longer than said, nor by whoever went away", async () => {
    const turns = new Turns({ ...bounds, atOnce: 1, waitMs: 30 });
    const giveBack = await turns.take("a");
    await expect(turns.take("b")).rejects.toMatchObject({ code: "busy" });
    const gone = new AbortController();
    const waiting = turns.take("b", gone.signal);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ code: "busy" });
    giveBack();
    giveBack();
    expect(turns.tryTake("a")).toBeDefined();
    expect(turns.tryTake("b")).toBeUndefined();
  });

  it("are given back by work that fails", async () => {
    const turns = new Turns({ ...bounds, atOnce: 1 });
    await expect(turns.run("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await turns.run("a", () => Promise.resolve());
  });

  it("whatever comes and goes: never more at once than the bounds, and everybody who was not refused gets one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ caller: fc.constantFrom("a", "b", "c"), steps: fc.nat({ max: 4 }) }), { maxLength: 40 }),
        async (jobs) => {
          const turns = new Turns({ atOnce: 3, atOncePerCaller: 2, waiting: 6, waitingPerCaller: 4, waitMs: 60_000 });
          const running: string[] = [];
          let done = 0;
          let refused = 0;
          await Promise.all(
            jobs.map(({ caller, steps }) =>
              turns
                .run(caller, async () => {
                  running.push(caller);
                  expect(running.length).toBeLessThanOrEqual(3);
                  expect(running.filter((other) => other === caller).length).toBeLessThanOrEqual(2);
                  for (let i = 0; i < steps; i++) await Promise.resolve();
                  running.splice(running.indexOf(caller), 1);
                  done += 1;
                })
                .catch((error: unknown) => {
                  expect(error).toMatchObject({ name: "AppError" });
                  refused += 1;
                }),
            ),
          );
          expect(done + refused).toBe(jobs.length);
          expect(running).toEqual([]);
        },
      ),
    );
  });
});
