import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { sessionMaxSeconds, usesSecureCookies } from "@/lib/platform/credentials/session-cookie";
import { authSecret, env, type OidcProviderSettings } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { routes } from "@/lib/platform/routes";
import { type Claims, identityOf, identityProvider, type VerifiedIdentity } from "./identity-provider";
import { knownBrowser, rememberBrowser } from "./known-browser";
import { ownPath } from "./own-path";
import { SignInRefusedError } from "./sign-in-refused.error";

/** What signing in needs to know about people; given by the app, so that the platform stays below the domains. */
export interface SignInDomain {
  /** @returns the person's id or undefined. @throws AppError 429 `locked_out` */
  checkPassword(
    email: string,
    password: string,
    from: { address: string; browser: string | undefined },
  ): Promise<string | undefined>;
  /** @param sessionId the session this browser has until now. @returns the person's id. @throws SignInRefusedError with the reason */
  signInWithIdentity(
    identity: VerifiedIdentity,
    settings: OidcProviderSettings,
    sessionId: string | undefined,
  ): Promise<string>;
  /** Whether this browser comes back from a provider that its session wished to link. */
  wishesToLink(sessionId: string, providerId: string): Promise<boolean>;
  startSession(session: {
    personId: string;
    method: string;
    userAgent: string | undefined;
    replaces: string | undefined;
  }): Promise<string>;
  signOut(sessionId: string): Promise<void>;
  /** Who a session belongs to while it lasts. */
  whoIs(sessionId: string): Promise<{ name: string; email: string } | undefined>;
}

/** What one request to the sign-in brings along, and what became of it. */
export interface SignInRequest {
  address: string;
  userAgent: string | undefined;
  /** The session this browser has until now. */
  sessionId: string | undefined;
  /** The cookie by which this browser is known (known-browser), as it came. */
  knownBrowser: string | undefined;
  /** Set-Cookie lines that the answer carries besides next-auth's own. */
  setCookies: string[];
  /** Why nothing was checked: locked out, or too many at once. */
  lockedOut?: AppError;
}

/** An error as one word in the address of the sign-in page. */
function errorCode(error: unknown): string {
  if (!(error instanceof AppError)) return "unavailable";
  const until = error.options.retryAfterSeconds;
  return error.code === "locked_out" && until ? `locked_out:${Math.ceil(Date.now() / 1000) + until}` : error.code;
}

const log: AuthOptions["logger"] = {
  error: (code, metadata) =>
    logger().warn(
      { code, reason: metadata instanceof Error ? metadata.message : metadata.error?.message },
      "sign-in failed",
    ),
  warn: (code) => logger().debug({ code }, "sign-in"),
  debug: () => undefined,
};

/** next-auth for one request: the cookie names a session row and carries nothing else. */
export function authOptions(domain: SignInDomain, request: SignInRequest): AuthOptions {
  const issuers = env().SIGNALBOX_OIDC;
  // Whom the identity provider's tokens turned out to be, between next-auth's two callbacks.
  let identified: string | undefined;

  return {
    secret: authSecret(),
    useSecureCookies: usesSecureCookies(),
    session: { strategy: "jwt", maxAge: sessionMaxSeconds },
    jwt: { maxAge: sessionMaxSeconds },
    pages: { signIn: routes.signIn(), error: routes.signIn(), signOut: routes.signIn() },
    logger: log,
    providers: [
      Credentials({
        id: "password",
        name: "Password",
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        async authorize(credentials) {
          const { email, password } = credentials ?? {};
          if (
            typeof email !== "string" ||
            typeof password !== "string" ||
            email.length > 320 ||
            password.length > 1_000
          )
            return null;
          try {
            const browser = knownBrowser(request.knownBrowser, email);
            const id = await domain.checkPassword(email, password, { address: request.address, browser });
            if (id === undefined) return null;
            request.setCookies.push(rememberBrowser(request.knownBrowser, email));
            return { id };
          } catch (error) {
            if (error instanceof AppError && (error.code === "locked_out" || error.code === "busy"))
              request.lockedOut = error;
            else if (!(error instanceof AppError)) logger().error({ err: error }, "sign-in failed");
            throw new Error(errorCode(error));
          }
        },
      }),
      ...issuers.map(identityProvider),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.type === "credentials") return true;
        const settings = issuers.find((issuer) => issuer.id === account?.provider);
        if (!settings || !profile) return false;
        try {
          identified = await domain.signInWithIdentity(
            identityOf(settings, profile as unknown as Claims),
            settings,
            request.sessionId,
          );
          return true;
        } catch (error) {
          logger().info(
            { provider: settings.id, reason: error instanceof Error ? error.message : undefined },
            "identity refused",
          );
          const code = errorCode(error);
          const linking = error instanceof SignInRefusedError && error.linking;
          return new URL(linking ? routes.account(code) : routes.signIn(undefined, code), env().NEXTAUTH_URL).href;
        }
      },
      async jwt({ token, user, account }) {
        if (!account) return { sid: token.sid };
        const personId = account.type === "credentials" ? user.id : identified;
        if (!personId) throw new Error("Nobody was signed in");
        const { userAgent, sessionId: replaces } = request;
        return { sid: await domain.startSession({ personId, method: account.provider, userAgent, replaces }) };
      },
      async session({ session, token }) {
        const who = typeof token.sid === "string" ? await domain.whoIs(token.sid) : undefined;
        return { expires: session.expires, ...(who ? { user: who } : {}) };
      },
      redirect: ({ url, baseUrl }) =>
        baseUrl + ownPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await domain.signOut(token.sid);
      },
    },
  };
}
