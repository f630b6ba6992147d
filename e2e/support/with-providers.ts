import type { Page } from "@playwright/test";
import {
  clientId,
  clientSecret,
  startIdentityProvider,
  type TestIdentityProvider,
} from "@/lib/sign-in/testing/identity-provider";
import { startRestartable } from "./restartable";

export interface WithProviders {
  url: string;
  /** Owns the domain corp.example, and gives nobody a role. */
  corp: TestIdentityProvider;
  /** One at which anybody can have any address. */
  social: TestIdentityProvider;
  stop(): Promise<void>;
}

/** A server of the production build with the demo and two OpenID Connect providers, all on ports of their own. */
export async function startWithProviders(): Promise<WithProviders> {
  let url = "";
  const start = (id: string) => startIdentityProvider(() => `${url}/api/auth/callback/${id}`);
  const [corp, social] = await Promise.all([start("corp"), start("social")]);
  const settings = (id: string, name: string, { issuer }: TestIdentityProvider, domains: string[]) => ({
    id,
    name,
    issuer,
    clientId,
    clientSecret,
    domains,
  });
  const server = await startRestartable({
    SIGNALBOX_OIDC: JSON.stringify([
      settings("corp", "Corp", corp, ["corp.example"]),
      settings("social", "Social", social, []),
    ]),
  });
  url = server.url;
  return {
    url,
    corp,
    social,
    async stop() {
      await server.stop();
      await Promise.all([corp.close(), social.close()]);
    },
  };
}

/** Makes somebody known at a provider under an address that it says is verified. @returns their login there */
export function register({ accounts }: TestIdentityProvider, email: string): string {
  const login = `u${crypto.randomUUID().slice(0, 8)}`;
  accounts.set(login, { sub: login, email, email_verified: true, name: "Ada Corp" });
  return login;
}

/** At the provider's own pages: signs in, and agrees to what the console asks for. */
export async function signInThere(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Forgets who was signed in at the providers, which share one host; the console has another. */
export async function forgetProviders(page: Page): Promise<void> {
  await page.context().clearCookies({ domain: "localhost" });
}
