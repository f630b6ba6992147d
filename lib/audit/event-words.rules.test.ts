import { expect, test } from "vitest";
import { auditEvents } from "./audit-events.rules";
import { eventGroups, eventTitle, factLabel, factsInShort } from "./event-words.rules";

test("an event's name reads as words", () => {
  expect(eventTitle("action.outcome_reported")).toBe("Action outcome reported");
  expect(factLabel("typeVersion")).toBe("type version");
});

test("every event belongs to exactly one group", () => {
  expect([...eventGroups.values()].flat().toSorted()).toEqual([...auditEvents].toSorted());
});

test("a line of facts leaves out hashes, ids, times and what is false or empty", () => {
  expect(
    factsInShort({
      zone: "red",
      digest: "a".repeat(64),
      agentId: "agt_01h455vb4pex5vsknk084sn02q",
      settled: false,
      epoch: 3,
      expiresAt: "2026-11-20T11:09:43.125Z",
      edited: true,
      confidence: 0.9,
      note: "",
    }),
  ).toBe("zone red · edited · confidence 0.9");
});
