import { beforeEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/platform/env";
import { toOwnPage } from "./own-page";

const base = "https://console.example";

beforeEach(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    NEXTAUTH_URL: base,
    AUTH_SECRET: "a-secret-for-tests-only-0123456789",
  });
  forgetEnv();
});

const redirect = (to: string) =>
  new Response(null, { status: 302, headers: { Location: to, "Set-Cookie": "next-auth.state=; Max-Age=0" } });
const page = () => new Response("<html>", { status: 500, headers: { "Content-Type": "text/html" } });

async function led(response: Response, path: string, linking = false): Promise<Response> {
  const { pathname, searchParams } = new URL(path, base);
  return toOwnPage(response, {
    path: pathname.split("/").filter(Boolean),
    query: searchParams,
    wishesToLink: (id) => Promise.resolve(linking && id === "corp"),
  });
}

describe("a sign-in that failed", () => {
  it.each(["OAuthCallback", "Callback", "OAuthAccountNotLinked", "AccessDenied"])(
    "with %s leads to the sign-in page at once, not by way of next-auth's pages",
    async (fault) => {
      for (const door of ["error", "signin"]) {
        const answer = await led(redirect(`${base}/api/auth/${door}?error=${fault}`), "/callback/corp?code=1&state=2");
        expect(answer.headers.get("location")).toBe(`${base}/sign-in?error=${fault}`);
        expect(answer.headers.getSetCookie()).toEqual(["next-auth.state=; Max-Age=0"]);
      }
    },
  );

  it("while an account is to be linked leads back to the account", async () => {
    const failed = redirect(`${base}/api/auth/error?error=OAuthCallback`);
    expect((await led(failed, "/callback/corp?code=1", true)).headers.get("location")).toBe(
      `${base}/account?refused=OAuthCallback`,
    );
    expect((await led(failed, "/callback/other?code=1", true)).headers.get("location")).toBe(
      `${base}/sign-in?error=OAuthCallback`,
    );
  });

  it("because the provider let nobody in, or they turned back there, says that", async () => {
    expect(
      (
        await led(redirect(`${base}/api/auth/error?error=OAuthCallback`), "/callback/corp?error=access_denied&state=2")
      ).headers.get("location"),
    ).toBe(`${base}/sign-in?error=AccessDenied`);
  });
});

describe("a page that next-auth draws", () => {
  it("is none of the console's: the sign-in page is", async () => {
    expect((await led(page(), "/signin")).headers.get("location")).toBe(`${base}/sign-in`);
    expect((await led(page(), "/error?error=anything")).headers.get("location")).toBe(`${base}/sign-in?error=Callback`);
  });
});

describe("every other answer", () => {
  it.each([
    `${base}/approvals`,
    `${base}/sign-in?error=no_access`,
    `${base}/account?refused=other_address`,
    "https://idp.example/authorize?x=1",
    "https://idp.example/api/auth/error?error=x",
    "/approvals",
  ])("that leads to %s stays as it is", async (to) => {
    const answer = redirect(to);
    expect(await led(answer, "/callback/corp?code=1", true)).toBe(answer);
  });
  it("that leads nowhere stays as it is", async () => {
    const answer = Response.json({ csrfToken: "x" });
    expect(await led(answer, "/csrf")).toBe(answer);
  });
});
