import fc from "fast-check";
import { expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { keysOfDeed, keysOfStop, storedName } from "./scope-keys.rules";
import { covers, stopScopes, type StopScopeType } from "./stop.rules";

// What a stop covers is said twice, in the program and in the database. Few names, so that they meet often; odd ones among them, and the
// same ones in other cases, widths, compositions and with other spaces.
const names = [
  "a",
  "b",
  "A",
  " a",
  "ａ",
  "a\u200b",
  "a:b",
  "a:*",
  "A：b",
  "*",
  ":",
  "",
  "é",
  "e\u0301",
  "É",
  "％_",
  "a ",
  "a  b",
  "a\u00a0b",
  "ß",
  "SS",
  "null",
  "{a,b}",
  '"',
  "\\",
];
const name = fc.constantFrom(...names);
const line = fc.array(name, { maxLength: 3 });
const stops = fc.record({
  scopeType: fc.constantFrom(...stopScopes),
  id: fc.option(
    fc.oneof(
      name,
      fc.tuple(name, name).map(([type, id]) => `${type}:${id}`),
    ),
  ),
});
const resource = fc.option(fc.record({ type: name, id: name }), { nil: undefined });
const declared = fc.array(fc.record({ resourceType: fc.option(name), resourceCaseSensitive: fc.boolean() }), {
  maxLength: 2,
});
const subjects = fc.record({
  agentIds: line,
  runIds: line,
  deed: fc.record({ kind: name, action: name, resource, declared }),
});

function stopOf({ scopeType, id }: { scopeType: StopScopeType; id: string | null }) {
  const scopeId = id === null ? null : storedName(scopeType, id);
  return { scopeType, scopeId, scopeKeys: keysOfStop(scopeType, scopeId) };
}

const answersOf = async (rows: object[]) => {
  const { rows: answers } = await pool().query<{ covered: boolean }>(
    `SELECT stop_covers(p->>'type', p->>'id', ARRAY(SELECT json_array_elements_text(p->'keys')), ARRAY(SELECT json_array_elements_text(p->'agents')),
       ARRAY(SELECT json_array_elements_text(p->'runs')), CASE WHEN p->>'names' IS NULL THEN NULL ELSE ARRAY(SELECT json_array_elements_text(p->'names')) END) AS covered
     FROM json_array_elements($1::json) WITH ORDINALITY AS all_pairs (p, n) ORDER BY n`,
    [JSON.stringify(rows)],
  );
  return answers.map((a) => a.covered);
};

it("the database and the program agree on what a stop covers, for any stop and any subject", {
  timeout: 60_000,
}, async () => {
  let covered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(stops, subjects), { minLength: 100, maxLength: 200 }), async (pairs) => {
      const told = pairs.map(([sent, { agentIds, runIds, deed }]) => ({
        stop: stopOf(sent),
        subject: { agentIds, runIds, nameKeys: keysOfDeed(deed) },
      }));
      const rows = told.map(({ stop, subject }) => ({
        type: stop.scopeType,
        id: stop.scopeId,
        keys: stop.scopeKeys,
        agents: subject.agentIds,
        runs: subject.runIds,
        names: subject.nameKeys,
      }));
      const expected = told.map(({ stop, subject }) => covers(stop, subject));
      covered += expected.filter(Boolean).length;
      expect(await answersOf(rows)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  expect(covered).toBeGreaterThan(100);
});

it("what has no names is covered by every stop of a name, and by no stop of another agent or run", async () => {
  const rows = stopScopes
    .map((scopeType) => ({ ...stopOf({ scopeType, id: "x:y" }), scopeType }))
    .map((s) => ({ type: s.scopeType, id: s.scopeId, keys: s.scopeKeys, agents: [], runs: [], names: null }));
  expect(await answersOf(rows)).toEqual(stopScopes.map((type) => type !== "agent" && type !== "run"));
});
