import { describe, expect, it } from "vitest";
import { interlockNames, interlockTitle, knownInterlocks } from "@/lib/actions/interlock-names.rules";
import {
  columnsOf,
  compileControls,
  compiledOf,
  type ControlSource,
  controlsWith,
} from "@/lib/judging/control-source.rules";
import { interlock } from "@/lib/judging/interlock.rules";
import { controlSources, interlocks } from "./interlocks.rules";
import { judge, type Snapshot } from "./judge.rules";

const principal = {
  workspaceId: "w",
  agentId: "a",
  agentIds: ["a"],
  agentName: "bot",
  kind: "finance",
  status: "active",
  keyId: "k",
  runId: null,
  runIds: [],
  ownership: { agentCreatedById: null, keyCreatedById: null, teamId: null },
} as const;
const caps: ControlSource<{ amount: number }, { most: number }> = {
  name: "caps",
  read: "SELECT 1 AS amount",
  compile: (rows) => ({ most: Math.max(0, ...rows.map(({ amount }) => amount)) }),
};
const capped = interlock({
  name: "budget",
  reads: caps,
  judge: (_subject, { pass, deny }, { most }) =>
    most > 0 ? pass("capped", `At most ${most}.`) : deny("no_cap", "Nobody set a cap."),
});
const judgedWith = (controls: Snapshot["controls"]) =>
  judge({ action: "pay", parameters: {} }, principal, { epoch: 1, types: new Map(), controls }, [capped]).verdict
    .interlocks;

describe("the interlocks", () => {
  it("are known to the API by name and title, each once, and answer in the order of the names", () => {
    const names = interlocks.map(({ name }) => name);
    expect(names).toEqual(interlockNames.filter((name) => names.includes(name)));
    for (const { name, title } of interlocks) expect(knownInterlocks).toContainEqual({ name, title });
  });

  it("have not lost any of those that have always been asked", () => {
    expect(interlocks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["identity", "stop", "agent_status", "catalog", "confidence", "zone"]),
    );
  });

  it("have titles without the writing of names, also of names that a console does not know yet", () => {
    expect(knownInterlocks.map(({ name }) => interlockTitle(name)).join(" ")).not.toContain("_");
    expect(interlockTitle("not_known_yet")).toBe("not known yet");
  });
});

describe("what an interlock reads", () => {
  it("is compiled for it of the rows that were read, and of none where there are none", () => {
    expect(judgedWith(compileControls([caps], { caps: [{ amount: 5 }, { amount: 9 }] }))).toEqual([
      { name: "budget", effect: "pass", code: "capped", message: "At most 9." },
    ]);
    expect(judgedWith(compileControls([caps], { caps: null }))).toMatchObject([{ effect: "deny", code: "no_cap" }]);
    expect(judgedWith(controlsWith(caps, { most: 2 }))).toMatchObject([{ message: "At most 2." }]);
  });

  it("is not taken for nothing where nobody read it: that denies", () => {
    expect(judgedWith({})).toMatchObject([{ name: "budget", effect: "deny", code: "interlock_error" }]);
    expect(() => compiledOf({}, { ...caps, name: "toString" })).toThrow("the controls have no toString");
  });

  it("is a column of its own beside the epoch", () => {
    expect(columnsOf([caps])).toBe("(SELECT json_agg(row_to_json(found)) FROM (SELECT 1 AS amount) AS found) AS caps");
    const names = controlSources.map(({ name }) => name);
    expect(new Set([...names, "epoch", "permit_ttl"]).size).toBe(names.length + 2);
    for (const name of names) expect(name).toMatch(/^[a-z_]+$/);
  });
});
