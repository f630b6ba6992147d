import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { WireBrowser } from "./wire-browser";

/** What the identity provider knows of somebody; read anew at every sign-in. */
export interface ProviderAccount {
  sub: string;
  email: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
}

export interface TestIdentityProvider {
  issuer: string;
  /** By login name. */
  accounts: Map<string, ProviderAccount>;
  close(): Promise<void>;
}

export const clientId = "signalbox";
export const clientSecret = "a-secret-between-console-and-provider";

/**
 * A certified OpenID Connect provider on a free port, with one client: the console. It demands PKCE.
 * @param redirectUri asked for at the first request, since a console is started with its providers' addresses
 */
export async function startIdentityProvider(redirectUri: () => string): Promise<TestIdentityProvider> {
  const accounts = new Map<string, ProviderAccount>();
  let handler: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const server = createServer((request, response) => void (handler ??= provider().callback())(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = () =>
    new Provider(issuer, {
      clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri()] }],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
      scopes: ["openid", "email", "profile", "groups"],
      pkce: { required: () => true },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ ...accounts.get(id), sub: accounts.get(id)?.sub ?? id }),
      }),
    });
  return { issuer, accounts, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Signs in at the provider's own pages and agrees. @returns where it sends the browser back to, not yet followed */
export async function signInAtProvider(
  browser: WireBrowser,
  authorizeUrl: string,
  login: string,
  stopAt: string,
): Promise<URL> {
  let url = new URL(authorizeUrl);
  for (let step = 0; step < 12; step++) {
    if (url.href.startsWith(stopAt)) return url;
    let response = await browser.send(url);
    if (response.status === 200) {
      const page = await response.text();
      const prompt = page.includes('value="login"') ? "login" : "consent";
      response = await browser.send(url, {
        form: { prompt, ...(prompt === "login" ? { login, password: "any" } : {}) },
      });
    }
    if (!response.headers.get("location"))
      throw new Error(`The provider answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    url = WireBrowser.target(response, url);
  }
  throw new Error("The provider leads nowhere");
}
