import { expect, it } from "vitest";
import { isId, meant } from "@/components/patterns/forms/named-input.rules";

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
