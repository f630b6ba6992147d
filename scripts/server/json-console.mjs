// @ts-check
// Makes whatever a process says through its console, warnings and last words included, lines of JSON in the form of the server's own
// log. Imported first by the server, and by the commands whose words nobody reads on a terminal.
import { format } from "node:util";

const levels = /** @type {const} */ ({ debug: 20, log: 30, info: 30, warn: 40, error: 50 });

/** @param {number} level @param {string} msg */
function write(level, msg) {
  const text = msg.trim();
  if (text !== "") process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg: text })}\n`);
}

for (const [method, level] of Object.entries(levels)) {
  console[/** @type {keyof typeof levels} */ (method)] = (/** @type {unknown[]} */ ...said) =>
    write(level, format(...said));
}

process.removeAllListeners("warning");
process.on("warning", (warning) => write(40, `${warning.name}: ${warning.message}`));
process.on("uncaughtException", (error) => {
  write(60, format(error));
  process.exit(1);
});
