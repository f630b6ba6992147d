import type { BrowserContext, Page } from "@playwright/test";
import { apiAs } from "./agent-access";

export const newcomersPassword = "correct horse battery staple";

/** A person who has joined in a role and is signed in to this browser; made without the screens. */
export async function newcomer(
  browser: BrowserContext,
  baseURL: string,
  joining: { name: string; email: string; role: string },
): Promise<Page> {
  const { name, email, role } = joining;
  const admin = await apiAs(baseURL, "admin@meridian.example");
  const invited = await admin.post("/api/v1/invitations", { data: { email, role, teamIds: [], validDays: 1 } });
  if (!invited.ok()) throw new Error(await invited.text());
  const { token } = (await invited.json()) as { token: string };
  const joined = await admin.post("/api/v1/invitations/accept", { data: { token, name, password: newcomersPassword } });
  if (!joined.ok()) throw new Error(await joined.text());
  await admin.dispose();
  const api = await apiAs(baseURL, email, newcomersPassword);
  await browser.addCookies((await api.storageState()).cookies);
  await api.dispose();
  return browser.newPage();
}
