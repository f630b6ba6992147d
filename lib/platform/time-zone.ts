import { Store } from "./watchers";

/** Whose clock on the wall is meant by "today", and in which zone exact times are written: the reader's. Zones are IANA names. */

/** Names the zone of this browser to the server, so that pages are drawn in it from the first moment on. */
export const zoneCookie = "signalbox-zone";

export function isTimeZone(zone: string): boolean {
  try {
    return zone.length <= 64 && new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** The zone of the machine: in a browser, the reader's own. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const chosen = new Store<string | null>(null);

/** Says which zone the reader has chosen in their profile; null follows the browser. In the browser only: a server has many readers. */
export function chooseZone(zone: string | null): void {
  chosen.set(zone !== null && isTimeZone(zone) ? zone : null);
}

/** The reader's zone, in the browser. */
export function readerZone(): string {
  return chosen.read() ?? ownZone();
}

/** Calls `watcher` whenever the reader's zone changes, until the function it returns is called. */
export const watchZone = chosen.watch;
