import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alarmKinds, gravityOf, isSameEpisode, isToBeNoted } from "./alarm.rules";

const now = new Date("2026-11-27T12:00:00.000Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe("an alarm's episode", () => {
  it("lasts until somebody has acknowledged it, however long ago it was met", () => {
    expect(isSameEpisode("too_many_pending", { metAt: ago(10_000), acknowledgedAt: null }, now)).toBe(true);
  });

  it("goes on after that as long as the fault is met again within a quarter of an hour", () => {
    expect(isSameEpisode("too_many_pending", { metAt: ago(14), acknowledgedAt: ago(13) }, now)).toBe(true);
    expect(isSameEpisode("too_many_pending", { metAt: ago(15), acknowledgedAt: ago(13) }, now)).toBe(false);
  });

  it("is the only one of a decision that contradicts the log", () => {
    expect(isSameEpisode("decision_contradicts_log", { metAt: ago(1_000_000), acknowledgedAt: ago(1) }, now)).toBe(
      true,
    );
  });

  it("is noted once a minute", () => {
    expect(isToBeNoted({ metAt: ago(0.9), acknowledgedAt: null }, now)).toBe(false);
    expect(isToBeNoted({ metAt: ago(1), acknowledgedAt: null }, now)).toBe(true);
  });
});

describe("an alarm's kind", () => {
  it.each(alarmKinds)("%s is in the operations guide, with what to do", (kind) => {
    const guide = readFileSync("docs/guides/operations.md", "utf8");
    const [, section = ""] = guide.split(`### \`${kind}\``);
    expect(section.split(/^##/mu)[0]).toMatch(/^1\. .+/mu);
  });

  it("is graver where what is recorded cannot be trusted than where agents are held back", () => {
    expect(gravityOf.decision_contradicts_log).toBeLessThan(gravityOf.too_many_pending);
  });
});
