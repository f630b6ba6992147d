import { dataDirectory } from "./paths";
import { withDatabase } from "./postgres/connection";
import { databaseSettings } from "./postgres/roles";
import { generateClient } from "./prisma/generate";
import { migrate } from "./prisma/migrate";
import { run } from "./run";
import { authSecret } from "./server/secrets";

// npm run workspace -- <slug> <name> <administrator's e-mail address>
await run(async () => {
  const [slug, name, adminEmail] = process.argv.slice(2);
  if (!slug || !name || !adminEmail)
    throw new Error('Usage: npm run workspace -- <slug> "<name>" <e-mail address of its first administrator>');
  await generateClient();
  await withDatabase(async (urls) => {
    await migrate(urls.owner);
    Object.assign(process.env, databaseSettings(urls));
    process.env.SIGNALBOX_DATA_DIR = dataDirectory();
    process.env.AUTH_SECRET = authSecret(process.env.SIGNALBOX_DATA_DIR);
    process.env.NEXTAUTH_URL =
      process.env.SIGNALBOX_URL || process.env.NEXTAUTH_URL || `http://localhost:${process.env.PORT || 3000}`;
    const { foundWorkspace } = await import("@/lib/workspaces/establish-workspace.service");
    const { closeDb } = await import("@/lib/platform/db/client");
    try {
      const { joinUrl } = await foundWorkspace({ slug, name, adminEmail });
      console.log(
        `Workspace ${slug} is made. ${adminEmail} joins it, as its administrator, within seven days by\n\n  ${joinUrl}`,
      );
    } finally {
      await closeDb();
    }
  });
});
