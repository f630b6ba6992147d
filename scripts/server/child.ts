import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { repositoryRoot } from "../paths";

const exitWithParent = fileURLToPath(new URL("exit-with-parent.mjs", import.meta.url));

const jsonConsole = fileURLToPath(new URL("json-console.mjs", import.meta.url));

/** Starts a Node process that ends when this one does, however this one ends. */
export function spawnNode(
  args: string[],
  env: NodeJS.ProcessEnv,
  output: "inherit" | "pipe" = "inherit",
): ChildProcess {
  // What it says goes where our own words go, and in their form: see say.ts.
  const form = output === "inherit" && !process.stdout.isTTY ? ["--import", jsonConsole] : [];
  return spawn(process.execPath, ["--import", exitWithParent, ...form, ...args], {
    cwd: repositoryRoot,
    env: { ...env, SIGNALBOX_PARENT: String(process.pid) },
    stdio: ["ignore", output, output, "ipc"],
  });
}

/**
 * Waits for the end of a process.
 *
 * @returns its exit code (null when a signal ended it), how it ended in words, and what it printed where that was piped
 */
export async function ending(child: ChildProcess): Promise<{ code: number | null; how: string; output: string }> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, how: error.message, output }));
    child.once("close", (code, signal) => resolve({ code, how: signal ?? `exit code ${code}`, output }));
  });
}
