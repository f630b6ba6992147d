import type { OAuthConfig } from "next-auth/providers/oauth";
import type { OidcProviderSettings } from "@/lib/platform/env";

/** The claims of the ID token, completed by the user info where the provider has an endpoint for it. */
export interface Claims extends Record<string, unknown> {
  iss: string;
  sub: string;
}

/**
 * One OpenID Connect issuer for next-auth: code flow with PKCE, state and nonce (OpenID Connect Core 3.1, RFC 7636). The ID
 * token is verified by openid-client against the issuer's keys; what it says wins over the user info, which openid-client
 * refuses when it is about another subject.
 */
export function identityProvider(settings: OidcProviderSettings): OAuthConfig<Claims> {
  return {
    id: settings.id,
    name: settings.name,
    type: "oauth",
    wellKnown: `${settings.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    authorization: { params: { scope: settings.scope } },
    userinfo: {
      async request({ tokens, client }) {
        // next-auth types the token set as bare parameters; it is the set that openid-client has verified.
        const verified = tokens as typeof tokens & { claims(): Claims };
        const known = client.issuer.metadata.userinfo_endpoint && verified.access_token;
        const more = known ? await client.userinfo(verified as unknown as Parameters<typeof client.userinfo>[0]) : {};
        return { ...more, ...verified.claims() };
      },
    },
    profile: (claims) => ({ id: claims.sub, name: null, email: null }),
  };
}

export interface VerifiedIdentity {
  providerId: string;
  issuer: string;
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
  /** The groups claim as it came. */
  groups: unknown;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What the claims say about who signed in. @throws Error when another issuer than the configured one signed. */
export function identityOf(settings: OidcProviderSettings, claims: Claims): VerifiedIdentity {
  if (claims.iss !== settings.issuer)
    throw new Error(`The tokens of ${settings.id} are from another issuer than configured`);
  const email = text(claims.email);
  return {
    providerId: settings.id,
    issuer: claims.iss,
    subject: claims.sub,
    email,
    emailVerified: email !== undefined && (settings.trustEmail || claims.email_verified === true),
    name: text(claims.name),
    groups: claims[settings.groupsClaim],
  };
}
