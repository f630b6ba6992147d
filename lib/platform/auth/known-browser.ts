import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { usesSecureCookies } from "@/lib/platform/credentials/session-cookie";
import { authSecret } from "@/lib/platform/env";

/**
 * A browser in which somebody signed in before is known for half a year by a signed cookie (device cookies, OWASP): strangers' wrong
 * guesses then do not lock its owner out. It opens nothing; it only has its own count of failures.
 */
const knownSeconds = 180 * 86_400;
/** People who share a browser; the one who signed in first makes room. */
const maxAccounts = 5;

const Known = z.array(z.strictObject({ account: z.string(), id: z.string(), until: z.number() })).max(maxAccounts);
type Known = z.infer<typeof Known>;

export function knownBrowserCookieName(): string {
  return `${usesSecureCookies() ? "__Secure-" : ""}signalbox-known-browser`;
}

const mac = (purpose: string, text: string) =>
  createHmac("sha256", authSecret()).update(`signalbox known browser ${purpose}\0${text}`).digest("base64url");
/** The cookie tells nobody who finds it whose it is. */
const accountOf = (email: string) => mac("account", email.trim().toLowerCase()).slice(0, 22);

function read(cookie: string | undefined, now: number): Known {
  const [text = "", signature = ""] = (cookie ?? "").split(".");
  const wanted = Buffer.from(mac("cookie", text));
  const given = Buffer.from(signature);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return [];
  // What bears our signature was written here.
  return Known.parse(JSON.parse(Buffer.from(text, "base64url").toString())).filter((known) => known.until > now);
}

/** The id under which a browser is known as one of this account; undefined for any other. */
export function knownBrowser(cookie: string | undefined, email: string, now = Date.now()): string | undefined {
  return read(cookie, now).find((known) => known.account === accountOf(email))?.id;
}

/** The Set-Cookie line by which the browser is known from now on, for this account too. */
export function rememberBrowser(cookie: string | undefined, email: string, now = Date.now()): string {
  const account = accountOf(email);
  const others = read(cookie, now).filter((known) => known.account !== account);
  const mine = { account, id: randomBytes(16).toString("base64url"), until: now + knownSeconds * 1000 };
  const text = Buffer.from(JSON.stringify([...others, mine].slice(-maxAccounts))).toString("base64url");
  const secure = usesSecureCookies() ? "; Secure" : "";
  return `${knownBrowserCookieName()}=${text}.${mac("cookie", text)}; Path=/api/auth; Max-Age=${knownSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
