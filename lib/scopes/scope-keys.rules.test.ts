import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keysOfDeed, keysOfStop, type ResourceDeclaration, storedName } from "./scope-keys.rules";
import { covers, type StopScopeType } from "./stop.rules";

interface Asked {
  kind?: string;
  action?: string;
  resource?: { type: string; id: string };
  declared?: Partial<ResourceDeclaration>;
}

function isCovered(
  type: StopScopeType,
  id: string,
  { kind = "finance", action = "pay", resource, declared }: Asked,
): boolean {
  const stored = storedName(type, id);
  const nameKeys = keysOfDeed({
    kind,
    action,
    resource,
    declared: declared ? [{ resourceType: null, resourceCaseSensitive: false, ...declared }] : [],
  });
  return covers(
    { scopeType: type, scopeId: stored, scopeKeys: keysOfStop(type, stored) },
    { agentIds: [], runIds: [], nameKeys },
  );
}

const invoice = (id: string, type = "invoice") => ({ resource: { type, id } });

describe("a stop of a name covers what goes by it, however it is written", () => {
  it.each([
    ["kind", "Finance ", { kind: "finance" }],
    ["kind", "ＦＩＮＡＮＣＥ", { kind: "finance" }],
    ["action", "PAY", { action: "pay" }],
    ["action", "pay", { action: "Pay" }],
    ["resource", "invoice:ab12", invoice("AB12")],
    ["resource", "Invoice : ＡＢ12", invoice(" ab12 ")],
    ["resource", "invoice：ab12", invoice("ab12")],
    ["resource", "invoice:caf\u00e9", invoice("cafe\u0301")],
    ["resource", "invoice:ab12", invoice("ab\u200b12")],
    ["resource", "aws:ec2:i-1", invoice("i-1", "aws:ec2")],
    ["resource", "aws:ec2:i-1", invoice("ec2:i-1", "aws")],
    ["resource", "invoice:*", invoice("anything at all")],
    ["resource", "aws:ec2:*", invoice("i-1", "AWS:EC2")],
    ["resource", "aws:ec2:*", invoice("ec2:i-1", "aws")],
    ["resource", "aws:*", invoice("i-1", "aws:ec2")],
    ["resource", "aws:*", invoice("ec2:i-1", "aws")],
  ] as const)("%s %j", (type, id, asked) => {
    expect(isCovered(type, id, asked)).toBe(true);
  });

  it.each([
    ["kind", "finances", { kind: "finance" }],
    ["action", "pay", { action: "pay_out" }],
    ["resource", "invoice:ab12", invoice("ab1")],
    ["resource", "invoice:ab12", invoice("ab12", "order")],
    ["resource", "invoice:*", invoice("ab12", "order")],
    ["resource", "invoice:ab12", {}],
    ["resource", "invoice:*", {}],
  ] as const)("and not another: %s %j", (type, id, asked) => {
    expect(isCovered(type, id, asked)).toBe(false);
  });
});

it("keys weigh little, however many colons a name holds", () => {
  const colons = ":a".repeat(300);
  const weight = (keys: string[]) => keys.join("").length;
  expect(weight(keysOfStop("resource", `vault${colons}`))).toBeLessThan(60 * 700);
  expect(
    weight(keysOfDeed({ kind: "finance", action: "pay", resource: { type: "vault", id: colons }, declared: [] })),
  ).toBeLessThan(3_000);
});

describe("a type that declares its resources", () => {
  const declared = { resourceType: "invoice" };

  it("has what names none covered by a stop of any of them, and of all of them", () => {
    expect(isCovered("resource", "invoice:ab12", { declared })).toBe(true);
    expect(isCovered("resource", "Invoice:*", { declared })).toBe(true);
    expect(isCovered("resource", "order:*", { declared })).toBe(false);
  });

  it("has what names one of another type covered, too: it is no way round", () => {
    expect(isCovered("resource", "invoice:ab12", { ...invoice("ab12", "inv"), declared })).toBe(true);
    expect(isCovered("resource", "inv:ab12", { ...invoice("ab12", "inv"), declared })).toBe(true);
    expect(isCovered("resource", "invoice:ab12", { ...invoice("zz", " INVOICE"), declared })).toBe(false);
  });

  it("has * cover as much as no name", () => {
    expect(isCovered("resource", "invoice:ab12", invoice("*"))).toBe(true);
    expect(isCovered("resource", "invoice:ab12", invoice(" ＊ "))).toBe(true);
  });

  it("has a name that shows nothing cover as much as no name", () => {
    for (const id of [" ", "\u2060", "\u3164"]) expect(isCovered("resource", "invoice:ab12", invoice(id))).toBe(true);
  });

  it("is the same with spaces around its type's colons", () => {
    expect(isCovered("resource", "aws:ec2:*", invoice("i-1", "aws : ec2"))).toBe(true);
    expect(isCovered("resource", "aws:ec2:i-1", { declared: { resourceType: "aws : ec2" } })).toBe(true);
  });

  it("tells cases apart for the declared type alone", () => {
    const declared = { resourceType: "invoice", resourceCaseSensitive: true };
    expect(isCovered("resource", "budget:emea-q3", { ...invoice("EMEA-Q3", "budget"), declared })).toBe(true);
    expect(isCovered("resource", "invoice:ab12", { ...invoice("AB12"), declared })).toBe(false);
  });

  it("may tell resources apart by their case, and by nothing else", () => {
    const exact = { resourceCaseSensitive: true };
    expect(isCovered("resource", "invoice:AB12", { ...invoice("AB12"), declared: exact })).toBe(true);
    expect(isCovered("resource", "INVOICE:ＡＢ12", { ...invoice("AB12 "), declared: exact })).toBe(true);
    expect(isCovered("resource", "invoice:AB12", { ...invoice("ab12"), declared: exact })).toBe(false);
    expect(isCovered("resource", "invoice:*", { ...invoice("ab12"), declared: exact })).toBe(true);
  });
});

it("whatever a resource is called, a stop of it, of its type, and of it in capitals covers it", () => {
  const readable = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((text) => storedName("action", text) !== "" && storedName("action", text) !== "*");
  fc.assert(
    fc.property(readable, readable, fc.boolean(), (type, id, resourceCaseSensitive) => {
      const asked = { resource: { type, id }, declared: { resourceCaseSensitive } };
      fc.pre(!/^[ :]*$/u.test(storedName("action", type)) && !/^[ :]*$/u.test(storedName("action", id)));
      fc.pre(!storedName("action", type).includes(":") && !storedName("action", id).startsWith(":"));
      expect(isCovered("resource", `${type}:${id}`, asked)).toBe(true);
      expect(isCovered("resource", `${type}:*`, asked)).toBe(true);
      if (!resourceCaseSensitive) expect(isCovered("resource", `${type}:${id}`.toUpperCase(), asked)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
