import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataDirectory } from "../paths";
import { holdFolder } from "../server/lock";
import { clusterUrl, recall } from "./cluster";
import { startEmbeddedPostgres } from "./embedded";
import { answers } from "./launch";
import { leftoverServer } from "./leftover";

/** How long a start, a recovery included, may take until its database answers. */
const patienceMs = 60_000;

/**
 * Runs `work` against the installation's database: the one `DATABASE_URL` names, else the bundled one.
 * The bundled one is used as it is when it runs already, and otherwise started for as long as `work` takes.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const directory = dataDirectory();
  const runningUrl = async (): Promise<string | undefined> => {
    const facts = recall(directory);
    if (!facts || !leftoverServer(join(directory, "postgres"))) return undefined;
    const url = clusterUrl(facts, "signalbox");
    return (await answers(url)) ? url : undefined;
  };
  const running = await runningUrl();
  if (running) return work(running);
  // Nobody may start a second server on these files: whoever holds the folder is just starting its own, or stopping it.
  const holder = await holdFolder(directory, `process ${process.pid}, ${process.argv[1] ?? "a command"}`);
  if (holder) {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(500)) {
      const url = await runningUrl();
      if (url) return work(url);
    }
    throw new Error(`The database in ${directory} is held by ${holder}, and does not answer. Try again when it has started or stopped.`);
  }
  const server = await startEmbeddedPostgres(directory, { supervise: false });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}
