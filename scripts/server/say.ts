/**
 * Says something to whoever started us: words to a person at a terminal; elsewhere, where lines are collected and read by
 * machines beside the server's own log, lines of JSON.
 */
export async function sayAsIsFit(): Promise<void> {
  if (!process.stdout.isTTY) await import("./json-console.mjs");
}
