import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asked, seenAfterMs, whyNotTaken } from "./answer-guard.rules";

const seen: Asked = {
  actionId: "act_1",
  digest: "d1",
  standingId: "act_1",
  painted: { actionId: "act_1", digest: "d1", atMs: 1_000 },
  press: { begunAtMs: 1_000 + seenAfterMs, held: false },
};

describe("when an answer is taken", () => {
  it("takes a press of its own on what has been in sight long enough", () => {
    expect(whyNotTaken(seen)).toBeNull();
  });

  it.each([
    ["held", { press: { begunAtMs: 99_000, held: true } }],
    ["elsewhere", { standingId: "act_2" }],
    ["elsewhere", { standingId: null }],
    ["unseen", { painted: null }],
    ["unseen", { painted: { actionId: "act_2", digest: "d1", atMs: 0 } }],
    ["unseen", { painted: { actionId: "act_1", digest: "d2", atMs: 0 } }],
    ["too_soon", { press: { begunAtMs: 1_000 + seenAfterMs - 1, held: false } }],
    // Pressed before it was painted, and heard after.
    ["too_soon", { press: { begunAtMs: 900, held: false } }],
  ] as const)("%s: %j", (why, difference) => {
    expect(whyNotTaken({ ...seen, ...difference })).toBe(why);
  });

  it("never takes two presses for two actions within the time that one must be seen, whatever the gaps", () => {
    const gap = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ pause: gap, toPaint: fc.integer({ min: 0, max: 400 }) }), { maxLength: 60 }),
        (presses) => {
          // Each answer that is taken opens the next action, painted a moment later; every press is for what is open when it begins.
          let open = 0;
          let painted = { actionId: "0", digest: "d", atMs: 0 };
          let now = 0;
          const taken: { actionId: string; seenForMs: number }[] = [];
          for (const { pause, toPaint } of presses) {
            now += pause;
            const actionId = String(open);
            const shown = painted.atMs <= now ? painted : null;
            const why = whyNotTaken({
              actionId,
              digest: "d",
              standingId: actionId,
              painted: shown,
              press: { begunAtMs: now, held: false },
            });
            if (why !== null) continue;
            taken.push({ actionId, seenForMs: now - painted.atMs });
            open += 1;
            painted = { actionId: String(open), digest: "d", atMs: now + toPaint };
          }
          expect(new Set(taken.map((each) => each.actionId)).size).toBe(taken.length);
          for (const each of taken) expect(each.seenForMs).toBeGreaterThanOrEqual(seenAfterMs);
        },
      ),
    );
  });
});
