import { describe, expect, it } from "vitest";
import { gathered } from "./gathered";

describe("a gathered question", () => {
  it("is put once for all who ask in one moment, and answers each for its own key", async () => {
    const asked: string[][] = [];
    const isEven = gathered("test-even", async (keys) => {
      asked.push([...keys]);
      return Promise.resolve(new Set(keys.filter((key) => Number(key) % 2 === 0)));
    });
    const keys = Array.from({ length: 300 }, (_, n) => String(n % 100));
    expect(await Promise.all(keys.map((key) => isEven(key)))).toEqual(keys.map((key) => Number(key) % 2 === 0));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toHaveLength(100);
  });

  it("answers who asks during a reading by the next one, which begins after they asked", async () => {
    const state = { good: true };
    let release = (): void => undefined;
    let began = (): void => undefined;
    const reading = new Promise<void>((resolve) => (began = resolve));
    const isGood = gathered("test-good", async (keys) => {
      const seen = state.good;
      began();
      if (seen) await new Promise<void>((resolve) => (release = resolve));
      return new Set(seen ? keys : []);
    });
    const before = isGood("k");
    await reading;
    state.good = false;
    const after = isGood("k");
    release();
    expect([await before, await after]).toEqual([true, false]);
  });

  it("tells everybody of a reading that failed, and goes on with the next", async () => {
    let fails = true;
    const ask = gathered("test-fails", (keys) =>
      fails ? Promise.reject(new Error("away")) : Promise.resolve(new Set(keys)),
    );
    const answers = await Promise.allSettled([ask("a"), ask("b")]);
    expect(answers.map((answer) => answer.status)).toEqual(["rejected", "rejected"]);
    fails = false;
    expect(await ask("a")).toBe(true);
  });
});
