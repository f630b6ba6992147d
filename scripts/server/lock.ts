import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whoever is just stopping gets this long to finish, and so do others who begin at the same moment. */
const patienceMs = 6_000;
/** Others who begin must come to an end among themselves; where they do not, one of them is told as the holder. */
const beginningMs = 30_000;
const askMs = 2_000;

/** Sockets of those who hold a folder, or try to; the name without a number is what earlier versions used. */
const socketName = /^running(-[0-9a-f]{16})?\.sock$/;

/**
 * Makes this process the only one that runs on a folder, for as long as it lives.
 *
 * A socket in the folder, not a file with a process id: the system closes it with the process however that ends, and
 * process ids return (the same one after every start of a container). Each contender first listens on a socket with a name
 * of its own, then looks for others; whoever finds none that answers has the folder. Of any two the later one to listen sees the
 * earlier, so never do both find none; where both see each other, the first by name stays and looks again, and the other steps back for a
 * random while. A socket says whether its process holds the folder or only begins: who steps back from one that begins is not told that
 * it holds.
 *
 * @param about what a second process is told about the first
 * @param otherwise what to do where the folder cannot hold a socket
 * @returns undefined when the folder is ours, else what the process holding it says about itself
 * @throws Error when the folder cannot hold a socket
 */
export async function holdFolder(
  folder: string,
  about: string,
  otherwise = "SIGNALBOX_DATA_DIR may name another folder",
): Promise<string | undefined> {
  for (const startedAt = Date.now(); ; ) {
    const other = await contend(folder, about, otherwise);
    if (other === undefined) return undefined;
    if (Date.now() - startedAt > (other.begins ? beginningMs : patienceMs)) return other.about;
    await sleep(100 + Math.random() * 200);
  }
}

/** Somebody else at a folder. */
interface Other {
  name: string;
  about: string;
  /** It does not hold the folder, but tries to. */
  begins: boolean;
}

/** Tries once. @returns undefined when the folder is ours, else whom we stepped back from */
async function contend(folder: string, about: string, otherwise: string): Promise<Other | undefined> {
  const own = `running-${randomBytes(8).toString("hex")}.sock`;
  const said = { text: beginsWord + about };
  const server = await listen(folder, own, said).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(`${folder} cannot hold a lock (${code}). ${advice(code, otherwise)}`);
  });
  let other = await firstAlive(folder, own);
  // Somebody who asked between our binding and our listening took us for dead, and removed the name.
  while (other !== undefined && other.begins && own < other.name && existsSync(join(folder, own))) {
    await sleep(20);
    other = await firstAlive(folder, own);
  }
  if (other === undefined && existsSync(join(folder, own))) {
    said.text = about;
    server.unref();
    process.once("exit", () => rmSync(join(folder, own), { force: true }));
    return undefined;
  }
  await new Promise((resolve) => server.close(resolve));
  rmSync(join(folder, own), { force: true });
  return other ?? { name: own, about: "an unknown process", begins: true };
}

/** Asks every other socket of the folder, and clears away those that nobody stands behind. Whoever holds it is told before those who begin, and of those the first by name. */
async function firstAlive(folder: string, own: string): Promise<Other | undefined> {
  let first: Other | undefined;
  for (const name of readdirSync(folder)
    .filter((entry) => socketName.test(entry) && entry !== own)
    .sort()) {
    const answer = await ask(folder, name);
    if (answer === "dead") rmSync(join(folder, name), { force: true });
    else if (!answer.begins) return { name, ...answer };
    else first ??= { name, ...answer };
  }
  return first;
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

/** Before what a process says of itself that does not hold the folder yet. */
const beginsWord = "begins: ";

async function listen(folder: string, name: string, said: { readonly text: string }): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy()); // whoever asked has gone
    socket.end(said.text);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => resolve(server));
    inside(folder, () => server.listen(name));
  });
}

function advice(code: string | undefined, otherwise: string): string {
  if (code === "EACCES" || code === "EROFS" || code === "EPERM")
    return `This account must be able to write there; ${otherwise}.`;
  if (code === "ENOSPC" || code === "EDQUOT") return "The disk is full: make room on it.";
  return `It needs a file system of this machine, one that knows sockets; ${otherwise}.`;
}

/** "dead" only where the system says that nobody listens: one who is stopped, busy or another account's is there all the same. */
async function ask(folder: string, name: string): Promise<"dead" | { about: string; begins: boolean }> {
  return new Promise((resolve) => {
    let about = "";
    const socket = inside(folder, () => connect(name));
    socket.setTimeout(askMs, () => socket.destroy());
    socket.on("data", (chunk) => (about += chunk.toString()));
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
      if (["ECONNREFUSED", "ENOENT", "ENOTSOCK"].includes(code)) resolve("dead");
    });
    socket.on("close", () => {
      const begins = about.startsWith(beginsWord);
      resolve({ about: (begins ? about.slice(beginsWord.length) : about) || "a process that does not answer", begins });
    });
  });
}
