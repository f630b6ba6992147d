import { describe, expect, it } from "vitest";
import { isId, meant, offeredWords } from "@/components/patterns/forms/named-input.rules";

const options = [
  { id: "per_1", label: "Rosa Lind, rosa@meridian.example" },
  { id: "per_2", label: "Rosa Lindqvist, lindqvist@meridian.example" },
  { id: "agt_1", label: "Budget agent, finance" },
];

it("a name that only one has means that one, in any case", () => {
  expect(meant(options, "budget").map((option) => option.id)).toEqual(["agt_1"]);
});

it("a name that several have means all of them, a whole label only its own", () => {
  expect(meant(options, "rosa lind").map((option) => option.id)).toEqual(["per_1", "per_2"]);
  expect(meant(options, "Rosa Lind, rosa@meridian.example").map((option) => option.id)).toEqual(["per_1"]);
});

it("a whole id means its own, though another's label holds it", () => {
  const types = [
    { id: "refund", label: "Refund (refund)" },
    { id: "refund_part", label: "Refund in part (refund_part)" },
  ];
  expect(meant(types, "refund").map((option) => option.id)).toEqual(["refund"]);
});

it("an id is taken as one, a name is not", () => {
  expect(isId("agt_01k9x2v7h3fkqawzv0m8c5t4ne")).toBe(true);
  expect(isId("refund_bot")).toBe(false);
  expect(isId("Rosa Lind")).toBe(false);
});

describe("the usual words for a text", () => {
  const kinds = ["finance", "infrastructure", "refinancing", "support"];
  const offered = (text: string) => offeredWords(kinds, text).options.map((option) => option.label);

  it("are those that begin with it, then those that hold it, in any case", () => {
    expect(offered("FINANC")).toEqual(["finance", "refinancing"]);
    expect(offered("nothing of the kind")).toEqual([]);
  });

  it("are all of them while nothing is typed, or one of them is, so that another can be chosen", () => {
    expect(offered(" ")).toEqual(kinds);
    expect(offered("finance")).toEqual(kinds);
  });

  it("are no more than can be looked through, and it is said that there are more", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `kind ${index}`);
    const { options: first, more } = offeredWords(many, "kind");
    expect(first).toHaveLength(50);
    expect(more).toBe(true);
    expect(offeredWords(kinds, "kind").more).toBe(false);
  });
});
