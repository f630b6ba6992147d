import { describe, expect, it } from "vitest";
import type { Action } from "@/lib/actions/action.schemas";
import { answerObstacles, offlineWords } from "./answers.rules";

const pending = {
  status: "pending",
  settling: null,
  agentId: "agt_1",
  kind: "finance",
  runId: null,
  action: "pay",
  resource: null,
} as unknown as Action;
const free = {
  action: pending,
  mine: { mayDecide: true, code: null, because: null },
  stops: [],
  offline: false,
  sending: false,
  expired: false,
};

describe("why an answer cannot be given", () => {
  it("is nothing for an open action that I may decide", () => {
    expect(answerObstacles(free)).toEqual({ approve: null, edit: null, reject: null, escalate: null });
  });

  it("is the server's own words where the action is mine", () => {
    const mine = { mayDecide: false, code: "own_action", because: "You own this agent." };
    expect(answerObstacles({ ...free, mine }).reject).toBe("You own this agent.");
  });

  it("without a connection blocks every answer, and says so before anything about stops", () => {
    const stops = [{ scopeType: "kind", scopeId: "finance", pulledByName: "M. Ito" }] as const;
    expect(Object.values(answerObstacles({ ...free, stops, offline: true }))).toEqual(Array(4).fill(offlineWords));
    expect(answerObstacles({ ...free, action: { ...pending, status: "denied" }, offline: true }).reject).toContain(
      "denied",
    );
  });

  it("under a stop blocks approving and editing, not rejecting and escalating", () => {
    const obstacles = answerObstacles({
      ...free,
      stops: [{ scopeType: "kind", scopeId: "finance", pulledByName: "M. Ito" }],
    });
    expect(obstacles.approve).toContain("M. Ito");
    expect(obstacles.edit).toContain("stopped");
    expect([obstacles.reject, obstacles.escalate]).toEqual([null, null]);
  });

  it("names the colleague whose approval settles, and what became of a decided one", () => {
    const settling = {
      ...pending,
      settling: { outcome: "approve", by: { type: "person", id: "p", name: "M. Ito" }, at: "", until: "" },
    } as Action;
    expect(answerObstacles({ ...free, action: settling }).reject).toContain("M. Ito");
    expect(answerObstacles({ ...free, action: { ...pending, status: "expired" } }).approve).toContain("expired");
  });
});
