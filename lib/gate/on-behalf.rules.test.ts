import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPerson, normaliseOnBehalfOf } from "./on-behalf.rules";

describe("the subject an agent acts for", () => {
  it("has one spelling: normalising it twice changes nothing more", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), fc.string({ minLength: 1, unit: "grapheme" }), (type, id) => {
        const once = normaliseOnBehalfOf({ type, id });
        expect(normaliseOnBehalfOf(once)).toEqual(once);
      }),
    );
  });

  it("is the person meant, with any spaces, case and invisible characters around and inside", () => {
    const around = fc.constantFrom("", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\u2060");
    fc.assert(
      fc.property(around, around, fc.nat(15), fc.boolean(), (before, after, at, loud) => {
        const address = "ann@example.com";
        const id = `${before}${address.slice(0, at)}\u200b${address.slice(at)}${after}`;
        return isPerson({ type: "whoever", id: loud ? id.toUpperCase() : id }, { personId: "per_1", email: "Ann@Example.com" });
      }),
    );
  });

  it("keeps an id that is no address as it is written: elsewhere case may tell two things apart", () => {
    expect(normaliseOnBehalfOf({ type: "Customer", id: " Cus_401A " })).toEqual({ type: "customer", id: "Cus_401A" });
  });
});
