import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whoever is just stopping gets this long to finish. */
const patienceMs = 6_000;
const askMs = 2_000;

/** Sockets of those who hold a folder, or try to; the name without a number is what earlier versions used. */
const socketName = /^running(-[0-9a-f]{16})?\.sock$/;

/**
 * Makes this process the only one that runs on a folder, for as long as it lives.
 *
 * A socket in the folder, not a file with a process id: the system closes it with the process however that ends, and
 * process ids return (the same one after every start of a container). Each contender first listens on a socket with a name
 * of its own, then looks for others; whoever finds none that answers has the folder. Of any two the later one to listen sees the
 * earlier, so never do both find none; where both see each other, both step back for a random while.
 *
 * @param about what a second process is told about the first
 * @param otherwise what to do where the folder cannot hold a socket
 * @returns undefined when the folder is ours, else what the process holding it says about itself
 * @throws Error when the folder cannot hold a socket
 */
export async function holdFolder(folder: string, about: string, otherwise = "SIGNALBOX_DATA_DIR may name another folder"): Promise<string | undefined> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    const own = `running-${randomBytes(8).toString("hex")}.sock`;
    const server = await listen(folder, own, about).catch(({ code }: NodeJS.ErrnoException) => {
      throw new Error(`${folder} cannot hold a lock (${code}). ${advice(code, otherwise)}`);
    });
    const holder = await firstAlive(folder, own);
    // Somebody who asked between our binding and our listening took us for dead, and removed the name.
    if (holder === undefined && existsSync(join(folder, own))) {
      server.unref();
      process.once("exit", () => rmSync(join(folder, own), { force: true }));
      return undefined;
    }
    await new Promise((resolve) => server.close(resolve));
    rmSync(join(folder, own), { force: true });
    if (Date.now() > deadline) return holder ?? "an unknown process";
    await sleep(100 + Math.random() * 200);
  }
}

/** Asks every other socket of the folder, and clears away those that nobody stands behind. */
async function firstAlive(folder: string, own: string): Promise<string | undefined> {
  for (const name of readdirSync(folder).filter((entry) => socketName.test(entry) && entry !== own)) {
    const answer = await ask(folder, name);
    if (answer !== "dead") return answer.about;
    rmSync(join(folder, name), { force: true });
  }
  return undefined;
}

/**
 * The system limits the paths of sockets to about a hundred bytes. Named from within its folder, any socket's is short;
 * binding and connecting take the name at once.
 */
function inside<T>(folder: string, work: () => T): T {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return work();
  } finally {
    process.chdir(before);
  }
}

async function listen(folder: string, name: string, about: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy()); // whoever asked has gone
    socket.end(about);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => resolve(server));
    inside(folder, () => server.listen(name));
  });
}

function advice(code: string | undefined, otherwise: string): string {
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") return `This account must be able to write there; ${otherwise}.`;
  if (code === "ENOSPC" || code === "EDQUOT") return "The disk is full: make room on it.";
  return `It needs a file system of this machine, one that knows sockets; ${otherwise}.`;
}

/** "dead" only where the system says that nobody listens: one who is stopped, busy or another account's is there all the same. */
async function ask(folder: string, name: string): Promise<"dead" | { about: string }> {
  return new Promise((resolve) => {
    let about = "";
    const socket = inside(folder, () => connect(name));
    socket.setTimeout(askMs, () => socket.destroy());
    socket.on("data", (chunk) => (about += chunk.toString()));
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
      if (["ECONNREFUSED", "ENOENT", "ENOTSOCK"].includes(code)) resolve("dead");
    });
    socket.on("close", () => resolve({ about: about || "a process that does not answer" }));
  });
}
