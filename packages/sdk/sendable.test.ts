import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ActionRequest as ServersRequest, OutcomeRequest } from "@/lib/actions/action.schemas";
import { bodyLimitBytes, parseJsonBody } from "@/lib/platform/http/read-body";
import { SignalboxError } from "./errors.ts";
import { plainOutcome, reportable, sendableOutcome, sendableRequest } from "./sendable.ts";
import { cut, headerKey, shortId, wordsOf } from "./text.ts";
import type { ActionRequest, Outcome } from "./types.ts";

/** What the server makes of a body: its own reader, its own limit. */
function received(body: unknown): unknown {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  expect(bytes.byteLength).toBeLessThanOrEqual(bodyLimitBytes);
  return parseJsonBody(bytes);
}

const lone = fc.constantFrom(
  "\ud83d",
  "\ude00",
  "a\u0000b",
  "\ufffe",
  "\ufdd0",
  "😀",
  "__proto__",
  "toJSON",
  "constructor",
  "",
);
const odd = fc.oneof(
  lone,
  fc.constantFrom<unknown>(
    Symbol("s"),
    function plain() {
      return 1;
    },
    10n ** 40n,
    NaN,
    -Infinity,
    -0,
    2 ** 53,
    1e308,
    5e-324,
    new Error("x"),
    new Date(NaN),
    Promise.resolve(1),
    new WeakMap(),
    /x/g,
    new Uint8Array(9),
    new ArrayBuffer(3),
    globalThis,
  ),
  fc.constantFrom<() => unknown>(
    () => new Proxy({}, {}),
    () => {
      const held = Proxy.revocable([], {});
      held.revoke();
      return held.proxy;
    },
    () =>
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("no");
          },
        },
      ),
    () =>
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw Object.create(null);
          },
        },
      ),
    () => ({
      get secret() {
        throw new Error("private");
      },
    }),
    () => ({
      get secret() {
        throw Object.create(null);
      },
    }),
    () => ({
      toJSON: () => {
        throw new Error("not me");
      },
    }),
    () => ({
      toJSON() {
        return this;
      },
    }),
    () => {
      const endless = {
        get next(): unknown {
          return Object.create(Object.prototype, Object.getOwnPropertyDescriptors(endless)) as unknown;
        },
      };
      return endless;
    },
    () => {
      const wide: unknown[] = [];
      wide.length = 4_294_967_295;
      return wide;
    },
    () => {
      let deep: unknown = 1;
      for (let i = 0; i < 5_000; i += 1) deep = [deep];
      return deep;
    },
    () => {
      let both: unknown = "x";
      for (let i = 0; i < 50; i += 1) both = [both, both];
      return both;
    },
    () => ({ ["a\u0000"]: 1, "a\ufffd": 2, ["__proto__"]: { polluted: true } }),
    () => JSON.parse('{"__proto__":{"x":1}}') as unknown,
    () => "\u0001".repeat(40_000),
    () => "😀".repeat(40_000),
    () => Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`name${i}`, i])),
    () => new Map(Array.from({ length: 9_000 }, (_, i) => [i, i])),
  ),
);

/** fast-check looks into what it makes, and some values do not bear that: they are made where the property runs. */
function made(value: unknown, circular: boolean): unknown {
  const plant = (item: unknown): unknown => {
    if (typeof item === "function")
      return item.length === 0 && item.name !== "plain" ? (item as () => unknown)() : item;
    if (Array.isArray(item)) return item.map(plant);
    if (item instanceof Map) return new Map([...item].map(([key, member]) => [key, plant(member)]));
    if (typeof item !== "object" || item === null || Object.getPrototypeOf(item) !== Object.prototype) return item;
    for (const name of Object.keys(item))
      Object.defineProperty(item, name, {
        value: plant((item as Record<string, unknown>)[name]),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return item;
  };
  const planted = plant(value);
  if (!circular) return planted;
  const holder: Record<string, unknown> = { value: planted };
  holder["self"] = [holder, new Map([[holder, holder]])];
  return holder;
}

/** Every JavaScript value that can be thought of, odd ones at any place, and some that hold themselves. */
const anything = fc
  .oneof(
    fc.anything({
      maxDepth: 4,
      key: fc.oneof(fc.string({ unit: "binary" }), lone),
      values: [fc.string({ unit: "binary" }), fc.double(), fc.integer(), fc.bigInt(), odd],
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
    }),
    odd,
  )
  .chain((value) => fc.boolean().map((circular) => () => made(value, circular)));

describe("an outcome", { timeout: 300_000 }, () => {
  it("of whatever JavaScript value is accepted by the server's own reader and schema, cost, usage and error included", () => {
    fc.assert(
      fc.property(anything, anything, anything, (result, usage, error) => {
        const outcome = { status: "succeeded", result: result(), usage: usage(), error: error() } as Outcome;
        OutcomeRequest.parse(received(sendableOutcome(outcome)));
        OutcomeRequest.parse(
          received(
            plainOutcome(
              { ...outcome, status: "odd" as "failed" },
              new SignalboxError("invalid_request", "no", { errors: [{ path: "cost", message: "\ud83d" }] }),
            ),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("of plain JSON is reported as it is, without a word about replacements", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(
          !/\\u0000|\\ud[89a-f]|[\p{Noncharacter_Code_Point}]|__proto__/iu.test(text) &&
            !JSON.stringify(value)
              .split(/[,:[\]{}]/)
              .some((word) => Math.abs(Number(word)) > Number.MAX_SAFE_INTEGER),
        );
        // What is sent is compared, not what it was made of: JSON has no -0.
        expect(JSON.stringify(reportable(value))).toBe(text);
      }),
    );
  });

  it.each<[string, unknown, unknown]>([
    [
      "an id beyond 2^53",
      { id: 2 ** 53 },
      {
        reported: { id: "9007199254740992" },
        replaced: [{ path: "id", what: "a number beyond 2^53 - 1, given as text" }],
      },
    ],
    ["a BigInt", { id: 12n }, { reported: { id: "12" }, replaced: [{ path: "id", what: "a BigInt, given as text" }] }],
    ["NaN", [NaN], { reported: ["NaN"], replaced: [{ path: "0", what: "not a finite number, given as text" }] }],
    [
      "__proto__",
      JSON.parse('{"__proto__":1}'),
      {
        reported: { "__proto__ (renamed)": 1 },
        replaced: [{ path: "__proto__", what: "a member name that cannot be sent, replaced" }],
      },
    ],
    ["a date", { at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }],
    [
      "a Map",
      new Map([["a", 1]]),
      { reported: { a: 1 }, replaced: [{ path: "", what: "a Map, given as its entries" }] },
    ],
    ["nothing", undefined, null],
  ])("says what it replaced: %s", (_name, value, sent) => {
    expect(reportable(value)).toEqual(sent);
  });

  it("that is too large is cut where it is, between characters, and says so", () => {
    const { reported, replaced } = reportable({ lines: Array.from({ length: 30_000 }, () => "😀") }) as {
      reported: { lines: string[] };
      replaced: unknown[];
    };
    expect(reported.lines.length).toBeGreaterThan(1_000);
    expect(new Set(reported.lines.slice(0, -1))).toEqual(new Set(["😀"]));
    expect(replaced).toContainEqual({
      path: "lines",
      what: expect.stringMatching(/^a list of 30000, cut after \d+$/) as unknown,
    });
  });
});

describe("a request", { timeout: 300_000 }, () => {
  const known = (request: ActionRequest) => ServersRequest.parse(received(sendableRequest(request)));

  it("whose own account holds whatever value is accepted by the server's reader and schema, and its parameters are untouched", () => {
    const words = fc.oneof(
      lone,
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("x".repeat(30_000), "😀".repeat(15_000)),
    );
    fc.assert(
      fc.property(words, words, words, anything, words, (summary, toolCallId, label, metadata, rollbackPlan) => {
        const parameters = { amount: 12, note: "as asked" };
        const sent = known({
          action: "pay",
          parameters,
          toolCallId,
          stepId: toolCallId,
          effects: { rollbackPlan, blastRadius: rollbackPlan },
          reasoning: { summary, context: [{ label, content: summary, uri: rollbackPlan }] },
          metadata: metadata() as Record<string, unknown>,
        });
        expect(sent.parameters).toEqual(parameters);
      }),
      { numRuns: 200 },
    );
  });

  it("with a tool-call id of any length keeps it apart from every other, the same each time", () => {
    const long = "sig_".repeat(200);
    expect(shortId("call_1")).toBe("call_1");
    expect(shortId(long)).toBe(shortId(long));
    expect(new Set([long, `${long}x`, "\ud800", "\ud801", `${long}\0`].map(shortId)).size).toBe(5);
    const sent = known({ action: "pay", parameters: {}, toolCallId: long });
    expect(sent.toolCallId).toMatch(/^sig_.*#[0-9a-f]{64}$/);
    expect(sent.metadata).toEqual({
      signalboxClient: { replaced: [{ path: "toolCallId", what: expect.any(String) as unknown }] },
    });
  });

  it.each<[string, unknown, string]>([
    ["NaN", { amount: NaN }, "parameters.amount is NaN"],
    ["a number beyond 2^53", { lines: [{ id: 2 ** 60 }] }, "parameters.lines.0.id is a number beyond 2^53 - 1"],
    ["a BigInt", { id: 1n }, "parameters.id is a bigint"],
    ["a date", { when: new Date() }, "parameters.when is a Date"],
    ["a Map", { when: new Map() }, "parameters.when is a Map"],
    ["a hole", { list: [1, undefined] }, "parameters.list.1 is a undefined"],
    ["NUL", { text: "a\0b" }, "parameters.text holds a character"],
    ["half a character", { text: "\ud83d" }, "parameters.text holds a character"],
    ["__proto__", JSON.parse('{"a":{"__proto__":1}}'), "parameters.a.__proto__ has a name"],
    [
      "a getter that throws",
      {
        get a() {
          throw new Error("private");
        },
      },
      "cannot be read: private",
    ],
    ["nothing at all", undefined, "parameters"],
    ["a list", [], "parameters"],
  ])("whose parameters hold %s is not sent, and the sentence names the path", (_name, parameters, words) => {
    const ask = () => sendableRequest({ action: "pay", parameters: parameters as Record<string, unknown> });
    expect(ask).toThrow(words);
    expect(ask).toThrow(expect.objectContaining({ code: "unsendable" }) as Error);
  });

  it("whose parameters the client takes is never refused by the server's reader, nor changed on the way", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), anything), (members) => {
        const parameters = Object.fromEntries(Object.entries(members).map(([name, member]) => [name, member()]));
        let sent: ActionRequest;
        try {
          sent = sendableRequest({ action: "pay", parameters });
        } catch (error) {
          expect(error).toBeInstanceOf(SignalboxError);
          return;
        }
        const body = new TextEncoder().encode(JSON.stringify(sent));
        expect((parseJsonBody(body) as ActionRequest).parameters).toEqual(JSON.parse(JSON.stringify(parameters)));
      }),
      { numRuns: 200 },
    );
  });

  it("in a cycle or too deep is refused with its path", () => {
    const parameters: Record<string, unknown> = { inner: {} };
    parameters["inner"] = { again: parameters };
    expect(() => sendableRequest({ action: "pay", parameters })).toThrow("parameters.inner.again refers back");
    let deep: unknown = 1;
    for (let i = 0; i < 63; i += 1) deep = [deep];
    expect(() => sendableRequest({ action: "pay", parameters: { deep } })).toThrow("nested more than 64 levels");
  });
});

describe("texts", { timeout: 300_000 }, () => {
  it("are never cut through a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, length) => {
        expect(cut(text, length)).toBe(cut(text, length).replace(/\p{Surrogate}/gu, ""));
      }),
    );
  });

  it("make a key that fits into a header, the same for the same, another for another", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 400 }), (key) => {
        expect(new Headers({ "Idempotency-Key": headerKey(key) }).get("Idempotency-Key")).toBe(headerKey(key));
        expect(headerKey(key).length).toBeLessThanOrEqual(255);
        expect(headerKey(`${key}x`)).not.toBe(headerKey(key));
      }),
    );
    expect(headerKey("invoice 4711:pay")).toBe("invoice 4711:pay");
  });

  it("are found for whatever is thrown", () => {
    fc.assert(
      fc.property(anything, (thrown) => {
        expect(typeof wordsOf(thrown())).toBe("string");
      }),
    );
  });
});
