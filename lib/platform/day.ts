/** The start of the day that `now` is in, where this process runs (in a browser: the viewer's time zone). RFC 3339, UTC. */
export function startOfDay(now = new Date()): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}
