import { join } from "node:path";
import { dataDirectory } from "../paths";
import { clusterUrl, recall } from "./cluster";
import { answers, startEmbeddedPostgres } from "./embedded";
import { leftoverServer } from "./leftover";

/**
 * Runs `work` against the installation's database: the one `DATABASE_URL` names, else the bundled one.
 * The bundled one is used as it is when it runs already, and otherwise started for as long as `work` takes.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const directory = dataDirectory();
  const facts = recall(directory);
  if (facts && leftoverServer(join(directory, "postgres")) && (await answers(clusterUrl(facts, "signalbox")))) {
    return work(clusterUrl(facts, "signalbox"));
  }
  const server = await startEmbeddedPostgres(directory, { supervise: false });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}
