import { expect, it } from "vitest";
import { matchesInWords } from "./matches.rules";

const none = { agents: 0, runs: 0, pending: 0, permits: 0, actionTypes: [], resources: [] };

it("says what a stop holds, and not what there is none of", () => {
  expect(matchesInWords("agent", { ...none, agents: 1, pending: 1_200 })).toBe("1 agent, 1,200 actions that wait");
  expect(matchesInWords("action", { ...none, actionTypes: ["pay"] })).toBe("nothing that runs or waits at this moment");
  expect(matchesInWords("resource", { ...none, actionTypes: ["pay"] })).toBe("what pay asks without naming one");
  expect(matchesInWords("kind", none)).toMatch(/^This matches nothing now/);
});
