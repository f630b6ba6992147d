import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimedAddress, type Identity, ownerOf, verifiedAddress } from "./identity.rules";

const identity = (email: string | undefined, emailVerified = true): Identity => ({
  providerId: "corp",
  issuer: "https://login.corp.example",
  subject: "1",
  email,
  emailVerified,
  name: undefined,
  groups: [],
});

describe("the address of an identity", () => {
  it("is compared in lower case", () => {
    expect(verifiedAddress(identity("Ada.Byron@Corp.Example"))).toBe("ada.byron@corp.example");
  });

  it("is none where it is not verified, not there, or no plain address", () => {
    expect(verifiedAddress(identity("ada@corp.example", false))).toBeUndefined();
    for (const odd of [
      undefined,
      "",
      "ada",
      "@corp.example",
      "ada@",
      "ada@x@corp.example",
      "ada@corp.example.",
      "ada@corp..example",
      "a da@corp.example",
      " ada@corp.example",
      "ada@corp.example\n",
      "\u212Aate@corp.example",
      "ada@c\u043Erp.example",
    ])
      expect(claimedAddress(identity(odd))).toBeUndefined();
  });

  it("never becomes another one: nothing but the case of plain letters changes", () => {
    const letter = fc.oneof(
      fc.constantFrom("k", "K", "\u212A", "s", "\u017F", "i", "\u0130", "\u0131", "\u212B", "@", ".", "+", " "),
      fc.integer({ min: 1, max: 0x24ff }).map((code) => String.fromCodePoint(code)),
    );
    const local = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(""));
    fc.assert(
      fc.property(local, (text) => {
        const email = `${text}@Corp.example`;
        const address = claimedAddress(identity(email));
        if (address === undefined) return;
        expect(address).toMatch(/^[!-~]+$/);
        expect(address).toHaveLength(email.length);
        for (const [i, small] of [...address].entries()) expect([small, small.toUpperCase()]).toContain(email[i]);
      }),
    );
  });
});

describe("a domain", () => {
  const domains = { own: ["corp.example"], others: ["other.example", "sub.corp.example"] };

  it.each([
    ["ada@corp.example", "own"],
    ["ada@other.example", "other"],
    ["ada@sub.corp.example", "other"],
    ["ada@deep.sub.corp.example", "nobody"],
    ["ada@xcorp.example", "nobody"],
    ["ada@corp.example.evil.example", "nobody"],
  ] as const)("of %s is %s's", (address, owner) => {
    expect(ownerOf(address, domains)).toBe(owner);
  });
});
