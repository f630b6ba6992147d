import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataDirectory } from "../paths";
import { holdFolder } from "../server/lock";
import { clusterUrl, recall } from "./cluster";
import { startEmbeddedPostgres } from "./embedded";
import { answers } from "./launch";
import { leftoverServer } from "./leftover";
import { givenUrls, keptRolePasswords, roleUrls, type DatabaseUrls } from "./roles";
import { checkDatabase } from "./suitability";

/** How long a start, a recovery included, may take until its database answers. */
const patienceMs = 60_000;

/**
 * Runs `work` against the installation's database: the one `DATABASE_URL` names, else the bundled one.
 * The bundled one is used as it is when it runs already, and otherwise started for as long as `work` takes.
 */
export async function withDatabase<T>(work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const given = givenUrls(process.env);
  if (given) {
    await checkDatabase(given.application, 2);
    return work(given);
  }
  const directory = dataDirectory();
  const running = async (): Promise<DatabaseUrls | undefined> => {
    const facts = recall(directory);
    if (!facts || !leftoverServer(join(directory, "postgres"))) return undefined;
    const urls = roleUrls(clusterUrl(facts, "signalbox"), "signalbox", keptRolePasswords(directory));
    return (await answers(urls.application)) ? urls : undefined;
  };
  const found = await running();
  if (found) return work(found);
  // Nobody may start a second server on these files: whoever holds the folder is just starting its own, or stopping it.
  const holder = await holdFolder(directory, `process ${process.pid}, ${process.argv[1] ?? "a command"}`);
  if (holder) {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(500)) {
      const urls = await running();
      if (urls) return work(urls);
    }
    throw new Error(
      `The database in ${directory} is held by ${holder}, and does not answer. Try again when it has started or stopped.`,
    );
  }
  const server = await startEmbeddedPostgres(directory, { supervise: false });
  try {
    return await work(server.roles);
  } finally {
    await server.stop();
  }
}
