import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "@/lib/sessions/password.service";

describe("password hashes", () => {
  it("are Argon2id with 19 MiB, two passes and one lane, as OWASP recommends, salted afresh each time", async () => {
    const [a, b] = await Promise.all([hashPassword("correct horse battery"), hashPassword("correct horse battery")]);
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(a).not.toBe(b);
  });

  it("accept the password, whichever keyboard composed its characters, and nothing else", async () => {
    const hash = await hashPassword("Gr\u00fc\u00dfe aus K\u00f6ln");
    expect(await verifyPassword(hash, "Gr\u00fc\u00dfe aus K\u00f6ln")).toBe(true);
    expect(await verifyPassword(hash, "Gru\u0308\u00dfe aus Ko\u0308ln")).toBe(true);
    expect(await verifyPassword(hash, "grüße aus köln")).toBe(false);
    expect(await verifyPassword(hash, "")).toBe(false);
  });

  it("never match where there is no account or no password, but take as long to say so", async () => {
    const hash = await hashPassword("correct horse battery");
    const timed = async (stored: string | null | undefined) => {
      const start = performance.now();
      for (let i = 0; i < 5; i++) expect(await verifyPassword(stored, "wrong")).toBe(false);
      return performance.now() - start;
    };
    await timed(undefined);
    const known = await timed(hash);
    for (const stored of [undefined, null]) expect(await timed(stored)).toBeGreaterThan(known / 4);
  });
});

describe("a flood of passwords", () => {
  it("is checked a few at a time; a short queue waits, and the rest is told that it is busy", {
    timeout: 30_000,
  }, async () => {
    const hash = await hashPassword("correct horse battery");
    const asked = await Promise.allSettled(
      Array.from({ length: 60 }, () => verifyPassword(hash, "correct horse battery")),
    );
    const checked = asked.filter(({ status }) => status === "fulfilled");
    // Two at a time at most, and 32 that wait, though not for ever.
    expect(checked.length).toBeLessThanOrEqual(34);
    expect(checked).toContainEqual({ status: "fulfilled", value: true });
    for (const one of asked)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ status: 503, code: "busy" });
    expect(await verifyPassword(hash, "correct horse battery")).toBe(true);
  });
});
