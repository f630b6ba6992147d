import { fetchJson, ProblemError } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";

/** Posts to next-auth, which wants its double-submitted token in every form. */
async function post(
  address: string,
  fields: Record<string, string>,
): Promise<{ ok: boolean; url: string | undefined }> {
  const { csrfToken } = await fetchJson(api.authCsrf(), {
    schema: async () => (await import("./sign-in.schemas")).Csrf,
  });
  const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
  const response = await fetch(address, { method: "POST", body, credentials: "same-origin" });
  const answer: unknown = await response.json().catch(() => null);
  const url =
    typeof answer === "object" && answer !== null && "url" in answer && typeof answer.url === "string"
      ? answer.url
      : undefined;
  return { ok: response.ok, url };
}

function errorIn(url: string | undefined): string | null {
  return url && URL.canParse(url, window.location.origin)
    ? new URL(url, window.location.origin).searchParams.get("error")
    : null;
}

async function unlessLost<T>(work: () => Promise<T>): Promise<T | { error: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof TypeError) return { error: "network" };
    throw error;
  }
}

/** @returns undefined when it worked, else the code of what went wrong. */
export async function signInWithPassword(email: string, password: string): Promise<string | undefined> {
  const result = await unlessLost(async () => {
    const { ok, url } = await post(api.authPassword(), { email, password });
    const error = errorIn(url);
    return ok && !error ? {} : { error: error ?? "unknown" };
  });
  return "error" in result ? result.error : undefined;
}

/** Where to send the browser so that an identity provider can sign the person in, or the code of what went wrong. */
export function providerAddress(id: string, next: string): Promise<{ url: string } | { error: string }> {
  return unlessLost(async () => {
    const { ok, url } = await post(api.authProvider(id), { callbackUrl: next });
    const error = errorIn(url);
    return ok && url && !error ? { url } : { error: error ?? "OAuthSignin" };
  });
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await post(api.authSignOut(), {});
}
