import { describe, expect, it } from "vitest";
import { readAction, readExecution, readItems, readRun } from "./answers.ts";

const action = {
  id: "act_1",
  action: "pay",
  agentId: "agt_1",
  digest: "d",
  parameters: { amount: 1 },
  status: "approved",
  finalParameters: { amount: 1 },
  decision: { outcome: "approve", by: { type: "person" }, reason: { text: "" } },
  permit: { digest: "d", expiresAt: "2026-01-01T00:00:00.000Z" },
  execution: { status: "started" },
  verdict: { effect: "hold", interlocks: [] },
};

/** What each member may not be. Nothing that an agent acts on is taken for granted. */
const wrong: Record<keyof typeof action, unknown[]> = {
  id: [undefined, null, "", 7],
  action: [undefined, null, "", {}],
  agentId: [undefined, null, ""],
  digest: [undefined, null, "", []],
  parameters: [undefined, null, [], "{}"],
  status: [undefined, null, "", "APPROVED", "done", ["approved"]],
  finalParameters: [undefined, [], "{}"],
  decision: [
    undefined,
    {},
    [],
    "approve",
    { outcome: "approve", by: {} },
    { outcome: "", by: {}, reason: {} },
    { outcome: "approve", by: null, reason: {} },
  ],
  permit: [undefined, {}, [], true, { digest: "" }, { digest: null }],
  execution: [undefined, {}, "started", { status: null }],
  verdict: [undefined, null, {}, { interlocks: null }],
};

describe("an answer", () => {
  it("that is an action is taken as it came, also with members that are not known", () => {
    expect(readAction({ ...action, newer: 1 })).toEqual({ ...action, newer: 1 });
    const asked = {
      ...action,
      status: "pending",
      finalParameters: null,
      decision: null,
      permit: null,
      execution: null,
    };
    expect(readAction(asked)).toEqual(asked);
  });

  it.each(Object.entries(wrong).flatMap(([name, values]) => values.map((value): [string, unknown] => [name, value])))(
    "whose %s is %j is no action",
    (name, value) => {
      expect(() => readAction({ ...action, [name]: value })).toThrow(name);
      const { [name]: _gone, ...rest } = action as Record<string, unknown>;
      expect(() => readAction(rest)).toThrow(`"${name}" is missing`);
    },
  );

  it.each<[string, (body: unknown) => unknown, Record<string, unknown>]>([
    ["an execution", readExecution, { actionId: "act_1", parameters: {} }],
    ["a run", readRun, { id: "run_1", token: "t" }],
    ["a list", readItems, { items: [] }],
  ])("that is %s needs each of its members", (_name, read, whole) => {
    expect(read(whole)).toEqual(whole);
    for (const member of Object.keys(whole)) {
      expect(() => read({ ...whole, [member]: null })).toThrow(`"${member}" is not what it should be`);
    }
    for (const other of [null, [], "text", 1, undefined]) expect(() => read(other)).toThrow("was expected");
  });
});
