import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../postgres/embedded";
import type { DatabaseUrls } from "../postgres/roles";
import { migrate } from "../prisma/migrate";
import { generateClient } from "../prisma/generate";
import { openTemporaryFolder } from "./temporary-folder";

/** Once per run: one PostgreSQL in a folder of its own, with a migrated database that tests copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await generateClient();
  const folder = await openTemporaryFolder();
  const server = await startEmbeddedPostgres(folder.path, { supervise: false });
  try {
    await migrate(server.roles.owner);
  } catch (error) {
    await server.stop();
    await folder.remove();
    throw error;
  }
  project.provide("databaseServer", { adminUrl: server.urlOf("postgres"), template: "signalbox", roles: server.roles });
  return async () => {
    await server.stop();
    await folder.remove();
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    databaseServer: { adminUrl: string; template: string; roles: DatabaseUrls };
  }
}
