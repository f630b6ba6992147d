import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byAlarm, lampOf } from "./board.rules";
import type { Track } from "./board.schemas";

const quiet = { stop: null, failed: 0, expired: 0, needsSomeone: 0, stoppedAgents: 0, held: 0 };
const stop: Track["stop"] = {
  id: "stp_1",
  by: { type: "person", id: "per_1", name: "Ada" },
  reason: "",
  at: "2026-11-27T10:00:00.000Z",
};

describe("a track's lamp", () => {
  it.each([
    ["nothing is held", quiet, "green", "Clear"],
    ["all that is held is claimed or settles", { ...quiet, held: 3 }, "green", "Attended"],
    ["something held has nobody", { ...quiet, held: 3, needsSomeone: 1 }, "yellow", "Waiting"],
    ["something ran out of time", { ...quiet, expired: 1 }, "yellow", "Expired"],
    ["something failed", { ...quiet, failed: 1, expired: 1, held: 1, needsSomeone: 1 }, "yellow", "Failures"],
    ["one agent is stopped", { ...quiet, stoppedAgents: 1 }, "yellow", "Partly stopped"],
    ["the kind is stopped, whatever else", { ...quiet, stop, failed: 1, needsSomeone: 2, held: 2 }, "red", "Stopped"],
  ])("where %s", (_, track, signal, word) => {
    expect(lampOf(track)).toEqual({ signal, word });
  });
});

describe("the order of tracks", () => {
  const track = fc.record({
    kind: fc.constantFrom("a", "b", "c", "d"),
    failed: fc.nat(1),
    expired: fc.nat(1),
    nextDeadline: fc.constantFrom(null, "2026-11-27T10:00:00.000Z", "2026-11-27T11:00:00.000Z"),
  });

  it("has what failed or expired before all else, then the nearest deadline, and what has none last", () => {
    fc.assert(
      fc.property(fc.array(track), (tracks) => {
        const sorted = tracks.toSorted(byAlarm);
        const alarming = sorted.map(({ failed, expired }) => failed + expired > 0);
        expect(alarming).toEqual(alarming.toSorted((a, b) => Number(b) - Number(a)));
        for (const group of [true, false]) {
          const deadlines = sorted
            .filter((_, place) => alarming[place] === group)
            .map(({ nextDeadline }) => (nextDeadline === null ? Infinity : Date.parse(nextDeadline)));
          expect(deadlines).toEqual(deadlines.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
        }
      }),
    );
  });

  it("is the alphabet where nothing else tells them apart, so that quiet tracks stay where they are", () => {
    expect(
      ["ops", "finance", "support"]
        .map((kind) => ({ kind, failed: 0, expired: 0, nextDeadline: null }))
        .toSorted(byAlarm)
        .map(({ kind }) => kind),
    ).toEqual(["finance", "ops", "support"]);
  });
});
