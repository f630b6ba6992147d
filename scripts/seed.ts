import { withDatabase } from "./postgres/connection";
import { databaseSettings } from "./postgres/roles";
import { migrate } from "./prisma/migrate";
import { generateClient } from "./prisma/generate";
import { dataDirectory } from "./paths";
import { run } from "./run";

// npm run seed -- [scenario]     fills the database with a named scenario ("demo" unless told)
// npm run seed -- --if-empty     the demo, only where there is no workspace yet
await run(async () => {
  const choice = process.argv[2] ?? "demo";
  await generateClient();
  await withDatabase(async (urls) => {
    await migrate(urls.owner);
    Object.assign(process.env, databaseSettings(urls), { SIGNALBOX_DATA_DIR: dataDirectory() });
    const seed = await import("../prisma/seed/run");
    const { closeDb } = await import("@/lib/platform/db/client");
    try {
      if (choice === "--if-empty") await seed.seedDemoIfEmpty();
      else await seed.seedScenario(choice);
    } finally {
      await closeDb();
    }
  });
});
