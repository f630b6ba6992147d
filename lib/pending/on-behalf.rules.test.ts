import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPerson, normaliseOnBehalfOf } from "./on-behalf.rules";

describe("the subject an agent acts for", () => {
  it("has one spelling: normalising it twice changes nothing more", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.string({ minLength: 1, unit: "grapheme" }),
        (type, id) => {
          const once = normaliseOnBehalfOf({ type, id });
          expect(normaliseOnBehalfOf(once)).toEqual(once);
        },
      ),
    );
  });

  it("is the person meant, with any spaces, case and invisible characters around and inside", () => {
    const around = fc.constantFrom("", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\u2060");
    fc.assert(
      fc.property(around, around, fc.nat(15), fc.boolean(), (before, after, at, loud) => {
        const address = "ann@example.com";
        const id = `${before}${address.slice(0, at)}\u200b${address.slice(at)}${after}`;
        return isPerson(
          { type: "whoever", id: loud ? id.toUpperCase() : id },
          { personId: "per_1", email: "Ann@Example.com" },
        );
      }),
    );
  });

  it("is the person meant, with any words before the id that say whose it is, once or more, whatever its type says", () => {
    const word = fc.constantFrom(
      "user",
      "User",
      "person",
      "account",
      "employee",
      "e-mail",
      "mailto",
      "crm",
      "acct",
      "urn",
    );
    const separator = fc.constantFrom(":", ": ", "\uff1a", "/", "|", "=", "\u200b:");
    const type = fc.constantFrom("user", "person", "customer", "whoever");
    const person = { personId: "per_1", email: "Ann@Example.com" };
    fc.assert(
      fc.property(
        type,
        fc.array(fc.tuple(word, separator), { minLength: 1, maxLength: 3 }),
        fc.constantFrom("ann@example.com", "ANN@example.com", "per_1", "Ann <ann@example.com>"),
        (as, before, id) => isPerson(normaliseOnBehalfOf({ type: as, id: before.flat().join("") + id }), person),
      ),
    );
  });

  it("is stored without the words that say it is a person's, where it is a person's", () => {
    for (const id of [
      "user:ann@example.com",
      "Person: Ann@Example.com",
      "mailto:user:ann@example.com",
      "user:mailto:ann@example.com",
    ]) {
      expect(normaliseOnBehalfOf({ type: "employee", id })).toEqual({ type: "user", id: "ann@example.com" });
    }
    expect(normaliseOnBehalfOf({ type: "user", id: "crm:77" })).toEqual({ type: "user", id: "crm:77" });
    expect(normaliseOnBehalfOf({ type: "customer", id: "account:77" })).toEqual({ type: "customer", id: "account:77" });
  });

  it("is nobody else: not whose address or id only ends like it", () => {
    const person = { personId: "per_1", email: "ann@example.com" };
    for (const id of ["joann@example.com", "user:joann@example.com", "user:", "per_11", "user:per_", "bob@example.com"])
      expect(isPerson({ type: "user", id }, person)).toBe(false);
  });

  it("keeps an id that is no address as it is written: elsewhere case may tell two things apart", () => {
    expect(normaliseOnBehalfOf({ type: "Customer", id: " Cus_401A " })).toEqual({ type: "customer", id: "Cus_401A" });
  });
});
