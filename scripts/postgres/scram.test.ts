import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { scramVerifier } from "./scram";

test("a server that keeps this verifier signs the exchange of RFC 7677, section 3, as it is published there", () => {
  const verifier = scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"));
  expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$[\w+/]{43}=:[\w+/]{43}=$/);
  const nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  const exchange = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=${nonce}`;
  const serverKey = Buffer.from(verifier.split(":").at(-1) ?? "", "base64");
  expect(createHmac("sha256", serverKey).update(exchange).digest("base64")).toBe(
    "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  );
});

test("two roles with one password do not share a verifier", () => {
  expect(scramVerifier("same")).not.toBe(scramVerifier("same"));
});
