import { newRolePasswords, prepareRoles } from "./postgres/roles";
import { migrate } from "./prisma/migrate";
import { run } from "./run";

// npm run db:roles        with DATABASE_URL naming the database as an account that may make roles
// Makes the three roles of an installation on a PostgreSQL of one's own, gives the database to their owner, and prints what to set.
await run(async () => {
  const adminUrl = process.env.DATABASE_URL;
  if (!adminUrl)
    throw new Error(
      "Set DATABASE_URL to the database, as an account that may make roles (its superuser, say). The bundled database has its roles already.",
    );
  const prefix = decodeURIComponent(new URL(adminUrl).pathname.slice(1));
  if (!/^[a-z_][a-z0-9_]{0,49}$/.test(prefix)) {
    throw new Error(
      "The roles are named after the database, whose name must therefore be lower-case letters, digits and underscores, fifty at most.",
    );
  }
  const passwords = newRolePasswords();
  // First what can fail for want of rights, in one transaction; then the schema, which may be repeated.
  const urls = await prepareRoles(adminUrl, prefix, passwords);
  await migrate(urls.owner);
  const { owner, application, sequencer } = urls;
  console.log(
    [
      "The roles are made, and earlier passwords of theirs are void. Set, where Signalbox is started:",
      "",
      `DATABASE_URL=${application}`,
      `SIGNALBOX_DATABASE_SEQUENCER_URL=${sequencer}`,
      `SIGNALBOX_DATABASE_OWNER_URL=${owner}`,
      "",
      "The last one is for migrations only: leave it out where `npm run db:migrate` is run apart from the start.",
    ].join("\n"),
  );
});
