import { describe, expect, it } from "vitest";
import { identityOf, identityProvider } from "./identity-provider";

const settings = {
  id: "corp",
  name: "Corp",
  issuer: "https://login.corp.example/tenant-1/",
  clientId: "c",
  clientSecret: "s",
  scope: "openid email",
  domains: [],
  trustEmail: false,
  groupsClaim: "roles",
  groupRoles: [],
};
const claims = {
  iss: settings.issuer,
  sub: "42",
  email: "a@corp.example",
  email_verified: true,
  name: "A",
  roles: ["x"],
};

describe("an identity provider", () => {
  it("is asked with PKCE, state and nonce, at the issuer's own discovery address", () => {
    const provider = identityProvider(settings);
    expect(provider.checks).toEqual(["pkce", "state", "nonce"]);
    expect(provider.wellKnown).toBe("https://login.corp.example/tenant-1/.well-known/openid-configuration");
  });
});

describe("what its claims say", () => {
  it("is taken as it stands", () => {
    expect(identityOf(settings, claims)).toEqual({
      providerId: "corp",
      issuer: settings.issuer,
      subject: "42",
      email: "a@corp.example",
      emailVerified: true,
      name: "A",
      groups: ["x"],
    });
  });
  it("is refused from another issuer, such as another tenant of the same provider", () => {
    expect(() => identityOf(settings, { ...claims, iss: "https://login.corp.example/tenant-2/" })).toThrow(
      /another issuer/,
    );
  });
  it.each([[false], [undefined], ["true"], [1]])(
    "does not make an address verified when email_verified is %j",
    (email_verified) => {
      expect(identityOf(settings, { ...claims, email_verified }).emailVerified).toBe(false);
    },
  );
  it("makes it so where the issuer's addresses are trusted by the settings, but not without an address", () => {
    expect(identityOf({ ...settings, trustEmail: true }, { ...claims, email_verified: undefined }).emailVerified).toBe(
      true,
    );
    expect(identityOf({ ...settings, trustEmail: true }, { iss: claims.iss, sub: "42" })).toMatchObject({
      email: undefined,
      emailVerified: false,
    });
  });
});
