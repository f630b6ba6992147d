import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Makes this process the only one that runs on a folder, for as long as it lives.
 *
 * A socket in the folder, not a file with a process id: the system closes it with the process however that ends, and
 * process ids return (the same one after every start of a container).
 *
 * @param about what a second process is told about the first
 * @returns undefined when the folder is ours, else what the process holding it says about itself
 */
export async function holdFolder(folder: string, about: string): Promise<string | undefined> {
  const path = socketPath(folder);
  let holder: string | undefined;
  // Whoever is just stopping gets a moment to finish.
  for (let attempt = 0; attempt < 30; attempt++) {
    if (await listen(path, about)) return undefined;
    holder = await ask(path);
    if (holder === undefined) rmSync(path, { force: true });
    else await sleep(200);
  }
  return holder ?? "an unknown process";
}

function socketPath(folder: string): string {
  const path = join(folder, "running.sock");
  // The system limits such paths to about a hundred bytes.
  return path.length <= 100 ? path : join(tmpdir(), `signalbox-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}.sock`);
}

async function listen(path: string, about: string): Promise<boolean> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy()); // whoever asked has gone
    socket.end(about);
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen(path, () => {
      server.unref();
      resolve(true);
    });
  });
}

async function ask(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(path);
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("error", () => resolve(undefined));
    socket.on("close", () => resolve(answer || undefined));
  });
}
