import fc from "fast-check";
import { expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { covers, stopScopes, type StopSubject } from "./stop.rules";

// What a stop covers is said twice, in the program and in the database. Few names, so that they meet often; odd ones among them.
const names = ["a", "b", "A", "a:b", "a:*", "*", ":", "", "é", "％_", "a ", "null"];
const name = fc.constantFrom(...names);
const line = fc.array(name, { maxLength: 3 });
const stops = fc.record({ scopeType: fc.constantFrom(...stopScopes), scopeId: fc.option(name) });
const subjects: fc.Arbitrary<StopSubject> = fc.record({ agentIds: line, kind: name, runIds: line, action: name, resource: fc.option(name) });

it("the database and the program agree on what a stop covers, for any stop and any subject", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(stops, subjects), { minLength: 1, maxLength: 200 }), async (pairs) => {
      const rows = pairs.map(([stop, s]) => ({ type: stop.scopeType, id: stop.scopeId, agents: s.agentIds, kind: s.kind, runs: s.runIds, action: s.action, resource: s.resource }));
      const { rows: answers } = await pool().query<{ covered: boolean }>(
        `SELECT stop_covers(p->>'type', p->>'id', ARRAY(SELECT json_array_elements_text(p->'agents')), p->>'kind', ARRAY(SELECT json_array_elements_text(p->'runs')),
           p->>'action', p->>'resource') AS covered FROM json_array_elements($1::json) WITH ORDINALITY AS all_pairs (p, n) ORDER BY n`,
        [JSON.stringify(rows)],
      );
      expect(answers.map((a) => a.covered)).toEqual(pairs.map(([stop, subject]) => covers(stop, subject)));
    }),
    { numRuns: 60 },
  );
});
