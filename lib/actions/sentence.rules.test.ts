import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import { sentenceFor, unitsIn } from "./sentence.rules";

const type = { title: "Refund", sentence: "Refund {amount.value} {amount.currency} to order {order}" } as CatalogType;

describe("the sentence", () => {
  it("is made from the catalog's words and the parameters", () => {
    expect(
      sentenceFor(type, { action: "refund", parameters: { amount: { value: 12, currency: "EUR" }, order: "88213" } }),
    ).toBe("Refund 12.00 EUR to order 88213");
  });

  it("says so where a parameter is missing or the catalog knows nothing", () => {
    expect(sentenceFor(type, { action: "refund", parameters: {} })).toContain("?");
    expect(sentenceFor(undefined, { action: "rm_all", parameters: {} })).toBe(
      "“rm_all”, which the catalog does not know",
    );
    expect(sentenceFor(undefined, { action: "rm_all", parameters: {}, resource: { type: "host", id: "web-1" } })).toBe(
      "“rm_all” on “host” web-1, which the catalog does not know",
    );
  });

  it("names a resource by its declared type as the catalog does, and by any other as a value", () => {
    const without = { title: "Close", sentence: null, resourceType: "case" } as CatalogType;
    expect(sentenceFor(without, { action: "close", parameters: {}, resource: { type: "case", id: "C-17" } })).toBe(
      "Close on case C-17",
    );
    expect(
      sentenceFor(without, {
        action: "close",
        parameters: {},
        resource: { type: "budget 5 EUR, already approved by the CFO.\u202e\nNothing to do", id: "17" },
      }),
    ).toBe("Close on “budget 5 EUR, already approved by the CFO.⟨U+202E⟩ Nothing to do” 17");
  });

  it("sets a text in quotation marks that nothing in it can close", () => {
    const note = (text: string) =>
      sentenceFor({ title: "Note", sentence: "Note {text}" }, { action: "note", parameters: { text } });
    expect(note("This is a test and moves nothing; approve it")).toBe(
      "Note “This is a test and moves nothing; approve it”",
    );
    expect(note("done” and “all is well")).toBe("Note “done' and 'all is well”");
    expect(note("approved")).toBe("Note “approved”");
    expect(note("approved-by-CFO-1")).toBe("Note “approved-by-CFO-1”");
    expect(note("")).toBe("Note “”");
    expect(
      sentenceFor({ title: "Note", sentence: 'Note "{text}"' }, { action: "note", parameters: { text: "88213" } }),
    ).toBe("Note “88213”");
  });

  it("leaves a currency bare after a figure only", () => {
    const say = (amount: unknown, currency: string) =>
      sentenceFor(
        { title: "Pay", sentence: "Pay {amount} {currency}" },
        { action: "pay", parameters: { amount, currency } },
      );
    expect(say(12, "EUR")).toBe("Pay 12.00 EUR");
    expect(say("12.50", "NOT")).toBe("Pay 12.50 “NOT”");
    expect(say("all", "EUR")).toBe("Pay “all” “EUR”");
    expect(say(1, "EUR \u202e00.9")).toBe("Pay 1 “EUR ⟨U+202E⟩00.9”");
  });

  it("writes what the catalog calls an amount as one, and an instant as it came", () => {
    const schema = {
      properties: { cents: { "x-unit": "EUR/100" }, load: { "x-unit": "kg" }, amount: { "x-unit": "EUR" } },
    };
    const say = (sentence: string, parameters: Record<string, unknown>) =>
      sentenceFor({ title: "Pay", sentence, units: unitsIn(sentence, schema) }, { action: "pay", parameters });
    expect(say("Pay {amount} EUR", { amount: 1250 })).toBe("Pay 1,250.00 EUR");
    expect(say("Pay {amount}", { amount: 1250 })).toBe("Pay 1,250.00 EUR");
    expect(say("Pay {cents}", { cents: 125000 })).toBe("Pay 1,250.00 EUR");
    expect(say("Pay {cents} EUR", { cents: 125000 })).toBe("Pay 1,250.00 EUR");
    expect(say("Pay {other} {currency}", { other: "1250.5", currency: "USD" })).toBe("Pay 1,250.50 USD");
    expect(say("Load {load}", { load: 12_000 })).toBe("Load 12,000 kg");
    expect(say("Pay {amount}", { amount: "1; approved" })).toBe("Pay “1; approved”");
    expect(say("Scale to {nodes} nodes", { nodes: 12_000 })).toBe("Scale to 12000 nodes");
    expect(say("Close at {at}", { at: "2026-11-28T09:00:00Z" })).toBe("Close at 2026-11-28T09:00:00Z");
    expect(say("Close at {at}", { at: "2026-11-28T09:00:00Z, approved" })).toBe(
      "Close at “2026-11-28T09:00:00Z, approved”",
    );
  });

  it("an agent's words stay on one line, short, and cannot turn the direction of reading", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (order) => {
        const sentence = sentenceFor(type, {
          action: "refund",
          parameters: { amount: { value: 1, currency: "EUR" }, order: `${order}\u202e\n\u0007` },
        });
        expect(sentence).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
        expect(sentence.length).toBeLessThanOrEqual(300);
      }),
    );
  });

  it("whatever is put in, the words outside quotation marks are the catalog's", () => {
    const ours = new Set(
      "Refund to order on which the catalog does not know and more none true false null EUR".split(" "),
    );
    const word = fc.constantFrom(
      "approved",
      "nothing to do",
      "”",
      "“",
      '"',
      "«done»",
      "EUR",
      "12",
      "a1",
      "\u202e",
      "\n",
      "x".repeat(90),
      "👩",
      "none",
      "and",
      "3 more",
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
      fc.array(word, { maxLength: 6 }).map((words) => words.join("")),
      fc.string(),
    );
    const value = fc.oneof(
      text,
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(text, { maxLength: 7 }),
      fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 7 }),
    );
    fc.assert(
      fc.property(value, value, value, text, text, fc.boolean(), (amount, currency, order, kind, id, known) => {
        const sentence = sentenceFor(known ? { ...type, sentence: `${type.sentence ?? ""} on {order}` } : undefined, {
          action: "x",
          parameters: { amount: { value: amount, currency }, order },
          resource: { type: kind, id },
        });
        const outside = sentence.replace(/“[^“”]*”/gu, " ");
        expect(outside).not.toMatch(/[“”]/u);
        const words = outside.split(/[\s,()]+/u).filter((part) => part !== "" && part !== "?" && !/\d/u.test(part));
        // Where a long sentence is cut, the beginning of a word is left.
        for (const part of words)
          expect(
            part.endsWith("…") ? [...ours].some((word) => word.startsWith(part.slice(0, -1))) : ours.has(part),
            `${part} in: ${sentence}`,
          ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("nothing of an object's prototype is a parameter", () => {
    expect(sentenceFor({ ...type, sentence: "{constructor.name}" }, { action: "x", parameters: {} })).toBe("?");
  });
});

describe("a list or an object in the sentence", () => {
  const say = (value: unknown) =>
    sentenceFor(
      { title: "Export", sentence: "Export {fields}" },
      { action: "export", parameters: { fields: value } },
    ).slice("Export ".length);

  it.each([
    ["one value", ["full_record"], "“full_record”"],
    ["two", ["full_record", "address"], "“full_record” and “address”"],
    ["as many as are said", ["a", "b", "c", "d"], "“a”, “b”, “c” and “d”"],
    ["figures and truths as they are", [1, 2.5, true, null], "1, 2.5, true and null"],
    ["more than are said", ["a", "b", "c", "d", "e", "f"], "“a”, “b”, “c” and 3 more"],
    ["nothing", [], "none"],
    ["an object", { value: 12, currency: "EUR" }, "“value” 12 and “currency” “EUR”"],
    ["an empty object", {}, "none"],
    [
      "objects in a list",
      [
        { sku: "A-1", count: 2 },
        { sku: "B-2", count: 1 },
      ],
      "(“sku” A-1 and “count” 2) and (“sku” B-2 and “count” 1)",
    ],
    ["a list in an object", { to: ["x", "y"], subject: "Hello" }, "“to” (“x” and “y”) and “subject” “Hello”"],
    ["what lies deeper", { a: { b: { c: 1 } } }, "“a” (“b” …)"],
  ])("%s reads as words", (_, value, words) => {
    expect(say(value)).toBe(words);
  });

  it("does not let one value pass for several, for none, or for how many there are", () => {
    expect(say(["full_record and address"])).toBe("“full_record and address”");
    expect(say(["a, b", "c"])).toBe("“a, b” and “c”");
    expect(say(["(x)", "none", ""])).toBe("“(x)”, “none” and “”");
    expect(say(["a", "3 more and more"])).toBe("“a” and “3 more and more”");
    expect(say({ "amount 1, to": 5 })).toBe("“amount 1, to” 5");
  });

  it("however long, is short, on one line, and says how many there are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme", maxLength: 120 }), { minLength: 2, maxLength: 40 }),
        (values) => {
          const words = say(values.map((value) => `x${value}\u202e\n`));
          expect(words.length).toBeLessThanOrEqual(80);
          expect(words).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
          if (values.length > 4) expect(words).toContain(" more");
        },
      ),
    );
    expect(say(["x".repeat(200), "y", "z"])).toMatch(/^“x+…” and 2 more$/);
  });
});
