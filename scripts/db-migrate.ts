import { run } from "./run";
import { withDatabase } from "./postgres/connection";
import { migrate } from "./prisma/migrate";

await run(async () => {
  const applied = await withDatabase(({ owner }) => migrate(owner));
  console.log(applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`);
});
