import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf, type Deed } from "./digest.rules";

const deed: Deed = {
  agentId: "agt_1",
  subjectId: null,
  action: "pay",
  typeVersion: 2,
  resource: { type: "account", id: "9" },
  parameters: { to: "x", amount: 1.5 },
};

/** Turns the order of all keys round, at every depth. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
}

describe("the digest", () => {
  it("is SHA-256 over the RFC 8785 form", () => {
    const canonical =
      '{"agent_id":"agt_1","operation":"execute","parameters":{"amount":1.5,"to":"x"},"schema_version":1,"subject_id":null,"target":{"resource":{"id":"9","type":"account"},"tool_name":"pay","tool_schema_version":2}}';
    expect(digestOf(deed)).toBe(createHash("sha256").update(canonical).digest("hex"));
  });

  it("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((k) => k !== "__proto__"),
          fc.jsonValue(),
        ),
        (parameters) => {
          expect(digestOf({ ...deed, parameters })).toBe(
            digestOf({ ...deed, parameters: reversed(parameters) as Record<string, unknown> }),
          );
        },
      ),
    );
  });

  it.each<[string, Partial<Deed>]>([
    ["agent", { agentId: "agt_2" }],
    ["subject", { subjectId: "user:u1" }],
    ["action", { action: "wire" }],
    ["schema version", { typeVersion: 3 }],
    ["resource", { resource: { type: "account", id: "10" } }],
    ["absence of a resource", { resource: null }],
    ["type of a value", { parameters: { to: "x", amount: "1.5" } }],
    ["parameters", { parameters: { to: "x", amount: 1.6 } }],
  ])("differs with the %s", (_, change) => {
    expect(digestOf({ ...deed, ...change })).not.toBe(digestOf(deed));
  });
});
