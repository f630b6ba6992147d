import { startConsole } from "@/lib/platform/auth/testing/console-server";
import { sessionCookieName, sessionToken } from "@/lib/platform/credentials/session-cookie";
import { db } from "@/lib/platform/db/client";
import { forgetEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { startSession } from "@/lib/sessions/session.service";
import { signInDomain } from "@/lib/sign-in/sign-in-domain.service";
import {
  clientId,
  clientSecret,
  type ProviderAccount,
  signInAtProvider,
  startIdentityProvider,
} from "./identity-provider";
import { WireBrowser } from "./wire-browser";

/** What a test says about a provider: the rest of its settings is the same for all. */
export interface ProviderWish {
  domains: string[];
  groupRoles?: { group: string; workspace: string; role: string }[];
}

export interface SignedIn {
  /** Where the console sends the browser. */
  to: URL;
  error: string | null;
  /** The session cookie that the browser has then. */
  cookie: string | undefined;
}

/** A console and its identity providers, all over HTTP. */
export async function startOidc<Id extends string>(wishes: Record<Id, ProviderWish>) {
  const console = await startConsole(signInDomain, (url) => {
    process.env.NEXTAUTH_URL = url;
    forgetEnv();
  });
  const callback = (id: Id) => `${console.url}/api/auth/callback/${id}`;
  const ids = Object.keys(wishes) as Id[];
  const started = await Promise.all(
    ids.map(async (id) => [id, await startIdentityProvider(() => callback(id))] as const),
  );
  const providers = new Map(started);
  const provider = (id: Id) => {
    const found = providers.get(id);
    if (!found) throw new Error(`No provider ${id}`);
    return found;
  };
  process.env.SIGNALBOX_OIDC = JSON.stringify(
    ids.map((id) => ({
      id,
      name: id.toUpperCase(),
      issuer: provider(id).issuer,
      clientId,
      clientSecret,
      scope: "openid email profile groups",
      ...wishes[id],
    })),
  );
  forgetEnv();

  /** Somebody the provider knows. */
  function account(id: Id, facts: Partial<ProviderAccount> = {}): { login: string; facts: ProviderAccount } {
    const login = newId("request");
    const made = {
      sub: login,
      email: `${login}@corp.example`,
      email_verified: true,
      name: "Ada Corp",
      groups: [],
      ...facts,
    };
    provider(id).accounts.set(login, made);
    return { login, facts: made };
  }

  /** As far as the provider's answer, which is not yet taken to the console. */
  async function begin(id: Id, login: string, browser: WireBrowser): Promise<{ asked: URLSearchParams; answer: URL }> {
    // Whoever was signed in at the provider before is asked anew.
    browser.cookies(provider(id).issuer).clear();
    const { csrfToken } = (await (await browser.send(`${console.url}/api/auth/csrf`)).json()) as { csrfToken: string };
    const started = await browser.send(`${console.url}/api/auth/signin/${id}`, {
      form: { csrfToken, callbackUrl: "/approvals", json: "true" },
    });
    const { url } = (await started.json()) as { url: string };
    return { asked: new URL(url).searchParams, answer: await signInAtProvider(browser, url, login, callback(id)) };
  }

  /** Takes the answer to the console. */
  async function finish(browser: WireBrowser, answer: URL): Promise<SignedIn> {
    const to = WireBrowser.target(await browser.send(answer), answer);
    const token = browser.cookies(console.url).get(sessionCookieName());
    return {
      to,
      error: to.searchParams.get("error") ?? to.searchParams.get("refused"),
      cookie: token && `${sessionCookieName()}=${token}`,
    };
  }

  return {
    url: console.url,
    issuer: (id: Id) => provider(id).issuer,
    account,
    begin,
    finish,
    async signIn(id: Id, login: string, browser = new WireBrowser()): Promise<SignedIn> {
      return finish(browser, (await begin(id, login, browser)).answer);
    },
    /** A browser in which somebody is signed in with their password, and what it sends along. */
    async sessionIn(personId: string) {
      const browser = new WireBrowser();
      const sessionId = await startSession({ personId, method: "password", userAgent: undefined, replaces: undefined });
      const token = await sessionToken(sessionId);
      browser.cookies(console.url).set(sessionCookieName(), token);
      return {
        browser,
        sessionId,
        cookie: `${sessionCookieName()}=${token}`,
        headers: ownPage(console.url, `${sessionCookieName()}=${token}`),
      };
    },
    /** The headers of a request that a page of the console sends. */
    ownPage: (cookie: string | undefined) => ownPage(console.url, cookie),
    async close() {
      for (const { close } of providers.values()) await close();
      await console.close();
    },
  };
}
export type Oidc<Id extends string> = Awaited<ReturnType<typeof startOidc<Id>>>;

const ownPage = (url: string, cookie: string | undefined) => ({
  cookie: cookie ?? "",
  origin: url,
  "sec-fetch-site": "same-origin",
});

/** What the log holds about an account's identities: each event with its reason. */
export async function identityEntries(personId: string): Promise<[event: string, reason: unknown][]> {
  const staged = await db().auditStaged.findMany({
    where: { subjectId: personId, event: { startsWith: "identity." } },
    orderBy: { id: "asc" },
  });
  return staged.map(({ event, leaf }) => {
    const { facts } = JSON.parse(Buffer.from(leaf).toString()) as { facts: Record<string, unknown> };
    return [event, facts["why"] ?? facts["reason"] ?? null];
  });
}
