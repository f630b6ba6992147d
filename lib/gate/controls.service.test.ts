import { describe, expect, it } from "vitest";
import { compiledOf } from "@/lib/judging/control-source.rules";
import { knownControls, refreshControls } from "./controls.service";
import { controlSources } from "./interlocks.rules";
import { stopsInForce } from "./interlocks/stop/stops-in-force.rules";

const everything = { id: "s", scope_type: "workspace", scope_id: null, scope_keys: null, reason: "drill", by: "P" };

function connectionWith(row: Record<string, unknown>) {
  const asked: { text: string; values: unknown[] }[] = [];
  return {
    asked,
    query: (statement: { text: string; values: unknown[] }) => (
      asked.push(statement), Promise.resolve({ rows: [{ permit_ttl: 60, types: null, stops: null, ...row }] })
    ),
  };
}

describe("the controls of a workspace", () => {
  it("are read with their epoch by one statement, every source a column of it", async () => {
    const connection = connectionWith({ epoch: "3", stops: [everything] });
    const controls = await refreshControls("w1", connection);
    expect(connection.asked).toHaveLength(1);
    expect(connection.asked[0]?.values).toEqual(["w1"]);
    for (const { name, read } of controlSources)
      expect(connection.asked[0]?.text).toContain(`FROM (${read}) AS found) AS ${name}`);
    expect(controls).toMatchObject({ epoch: 3, permitTtlSeconds: 60 });
    expect(compiledOf(controls.controls, stopsInForce)).toEqual([
      { id: "s", scopeType: "workspace", scopeId: null, scopeKeys: [], reason: "drill", pulledByName: "P" },
    ]);
  });

  it("that are known are never replaced by those of an older epoch", async () => {
    const newer = await refreshControls("w2", connectionWith({ epoch: "5" }));
    const older = await refreshControls("w2", connectionWith({ epoch: "4" }));
    expect(older.epoch).toBe(4);
    expect(knownControls("w2")).toBe(newer);
  });
});
