/**
 * A place to go after signing in: only a path of our own. Anything that a browser might read as another site ("//host",
 * "/\\host", a full address, control characters) leads home instead.
 */
export function ownPath(wanted: string | null | undefined, origin = "http://self.invalid"): string {
  if (!wanted || !wanted.startsWith("/") || /[\\\p{Cc}]/u.test(wanted)) return "/";
  if (!URL.canParse(wanted, origin)) return "/";
  const url = new URL(wanted, origin);
  // Judged as it will be followed: dots resolved ("/a/..//host" is "//host").
  const path = url.pathname + url.search + url.hash;
  return url.origin === origin && !path.startsWith("//") ? path : "/";
}
