import fc from "fast-check";
import { expect, test } from "vitest";
import { sentenceParts } from "@/components/patterns/outside/sentence-parts.rules";

test("an instant outside of quotation marks is one, and no other text", () => {
  expect(sentenceParts("Close at 2026-11-28T09:00:00Z, for “2026-11-28T09:00:00Z”")).toEqual([
    { text: "Close at " },
    { text: "2026-11-28T09:00:00Z", atMs: Date.parse("2026-11-28T09:00:00Z") },
    { text: ", for “2026-11-28T09:00:00Z”" },
  ]);
  expect(sentenceParts("2026-11-28T10:00:00.5+01:00")[0]).toEqual({
    text: "2026-11-28T10:00:00.5+01:00",
    atMs: Date.parse("2026-11-28T09:00:00.500Z"),
  });
  for (const plain of [
    "Order 2026-11-28",
    "x2026-11-28T09:00:00Z",
    "2026-13-28T09:00:00Z",
    "2026-11-28T09:00:00Zulu",
    "",
  ])
    expect(sentenceParts(plain)).toEqual([{ text: plain }]);
});

test("put together again it is the sentence", () => {
  const piece = fc.constantFrom(
    "“",
    "”",
    " ",
    "2026-11-28T09:00:00Z",
    "2026-11-28T10:00:00+01:00",
    "Pay 5 EUR",
    "\u202e",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      expect(
        sentenceParts(pieces.join(""))
          .map(({ text }) => text)
          .join(""),
      ).toBe(pieces.join(""));
    }),
  );
});
