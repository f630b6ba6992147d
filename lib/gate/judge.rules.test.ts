import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActionRequest } from "@/lib/actions/action.schemas";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import { zones } from "@/lib/platform/zone.rules";
import type { ActiveStop } from "@/lib/scopes/stop.rules";
import { compileControls, controlsWith } from "@/lib/judging/control-source.rules";
import { interlock } from "@/lib/judging/interlock.rules";
import { controlSources, interlocks } from "./interlocks.rules";
import { stopsInForce } from "./interlocks/stop/stops-in-force.rules";
import { judge, type Snapshot } from "./judge.rules";

const strictness = { allow: 0, hold: 1, deny: 2 } as const;
const principal: Principal = {
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
};

const catalogType: fc.Arbitrary<CatalogType> = fc.record({
  id: fc.constant("t"),
  name: fc.constant("act"),
  version: fc.integer({ min: 1, max: 9 }),
  title: fc.constant("Act"),
  sentence: fc.constant(null),
  zone: fc.constantFrom(...zones),
  destructive: fc.boolean(),
  reversible: fc.boolean(),
  expectedCost: fc.option(fc.record({ amount: fc.constantFrom("1", "100"), currency: fc.constantFrom("EUR", "USD") })),
  decideWithinSeconds: fc.constant(3600),
  confidenceThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
  kindThresholds: fc.constantFrom<Record<string, number>>({}, { finance: 0.5 }),
  reviewProbability: fc.constant(0.1),
  resourceType: fc.constantFrom(null, "budget"),
  resourceCaseSensitive: fc.boolean(),
});
const request: fc.Arbitrary<ActionRequest> = fc.record({
  action: fc.constantFrom("act", "unheard_of"),
  parameters: fc.constant({}),
  confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
});
const effects = fc.record({ destructive: fc.boolean(), reversible: fc.boolean() });
const cost = fc.record({ amount: fc.constantFrom("0", "50", "1000"), currency: fc.constantFrom("EUR", "USD") });
const stopped: ActiveStop = {
  id: "s",
  scopeType: "workspace",
  scopeId: null,
  scopeKeys: [],
  standing: "pulled",
  reason: "test",
  pulledByName: "P",
};

const snapshotOf = (type: CatalogType, stops: ActiveStop[] = []): Snapshot => ({
  epoch: 7,
  types: new Map([[type.name, type]]),
  controls: { ...compileControls(controlSources), ...controlsWith(stopsInForce, stops) },
});

describe("judging", () => {
  it("what an agent says about itself can only raise the risk, never lower it", () => {
    fc.assert(
      fc.property(catalogType, request, effects, cost, (type, asked, declared, estimatedCost) => {
        const plain = judge(asked, principal, snapshotOf(type));
        const saying = judge({ ...asked, effects: declared, estimatedCost }, principal, snapshotOf(type));
        expect(zones.indexOf(saying.zone)).toBeGreaterThanOrEqual(zones.indexOf(plain.zone));
        expect(strictness[saying.verdict.effect]).toBeGreaterThanOrEqual(strictness[plain.verdict.effect]);
      }),
    );
  });

  it("the verdict is the strictest answer, and every interlock answers", () => {
    fc.assert(
      fc.property(
        catalogType,
        request,
        fc.constantFrom<Principal["status"]>("active", "paused", "retired"),
        fc.boolean(),
        (type, asked, status, isStopped) => {
          const { verdict } = judge(asked, { ...principal, status }, snapshotOf(type, isStopped ? [stopped] : []));
          expect(verdict.interlocks.map((i) => i.name)).toEqual(interlocks.map((i) => i.name));
          const answers = verdict.interlocks.map(({ effect }) => effect);
          expect(verdict.effect).toBe(answers.includes("deny") ? "deny" : answers.includes("hold") ? "hold" : "allow");
          if (isStopped || status !== "active") expect(verdict.effect).toBe("deny");
          expect(verdict.epoch).toBe(7);
        },
      ),
    );
  });

  it("nothing is allowed that is red, undeclared, or under its threshold", () => {
    fc.assert(
      fc.property(catalogType, request, (type, asked) => {
        const { verdict, zone } = judge(asked, principal, snapshotOf(type));
        if (verdict.effect !== "allow") return;
        expect(zone).not.toBe("red");
        expect(asked.action).toBe("act");
      }),
    );
  });

  it.each<[threshold: number, ofKind: Record<string, number>, confidence: number | undefined, effect: string]>([
    [0.9, {}, 0.9, "allow"],
    [0.9, {}, 0.8999, "hold"],
    [0.9, {}, 1, "allow"],
    [0.9, {}, undefined, "hold"],
    [0, {}, undefined, "allow"],
    [0, {}, 0, "allow"],
    [0.9, { finance: 0.5 }, 0.5, "allow"],
    [0.9, { finance: 0.5 }, 0.49, "hold"],
    [0.5, { finance: 0.9 }, 0.6, "hold"],
    [0.9, { finance: 0 }, undefined, "allow"],
    [0.9, { ops: 0.1 }, 0.5, "hold"],
  ])(
    "a threshold of %d, by kind %j: confidence %d is answered %s",
    (confidenceThreshold, kindThresholds, confidence, effect) => {
      const green = { ...(fc.sample(catalogType, 1)[0] as CatalogType), zone: "green" as const, destructive: false };
      const type = { ...green, reversible: true, confidenceThreshold, kindThresholds, resourceType: null };
      expect(judge({ action: "act", parameters: {}, confidence }, principal, snapshotOf(type)).verdict.effect).toBe(
        effect,
      );
    },
  );

  it("more confidence never makes the verdict stricter", () => {
    const both = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(catalogType, request, both, (type, asked, [a, b]) => {
        const effect = (confidence: number) =>
          strictness[judge({ ...asked, confidence }, principal, snapshotOf(type)).verdict.effect];
        expect(effect(Math.max(a, b))).toBeLessThanOrEqual(effect(Math.min(a, b)));
      }),
    );
  });

  it("fails closed: an interlock that throws denies", () => {
    const type = fc.sample(catalogType, 1)[0] as CatalogType;
    const broken = () => {
      throw new Error("broken");
    };
    const { verdict } = judge({ action: "act", parameters: {} }, principal, snapshotOf(type), [
      interlock({ name: "identity", judge: broken }),
      interlock({ name: "zone", judge: (_subject, { pass }) => pass("x", "") }),
    ]);
    expect(verdict).toMatchObject({
      effect: "deny",
      interlocks: [{ name: "identity", effect: "deny", code: "interlock_error" }, { effect: "pass" }],
    });
  });

  it.each([Number.NaN, Infinity, -Infinity])("holds a confidence of %s, should it ever get this far", (confidence) => {
    const type = {
      ...(fc.sample(catalogType, 1)[0] as CatalogType),
      zone: "green" as const,
      confidenceThreshold: 0.5,
      kindThresholds: {},
    };
    expect(judge({ action: "act", parameters: {}, confidence }, principal, snapshotOf(type)).verdict.effect).toBe(
      "hold",
    );
  });

  it("a run named by the request must be the token's own", () => {
    const type = fc.sample(catalogType, 1)[0] as CatalogType;
    const { verdict } = judge(
      { action: "act", parameters: {}, runId: "run_b" },
      { ...principal, runId: "run_a" },
      snapshotOf(type),
    );
    expect(verdict.effect).toBe("deny");
  });
});
