import { Prisma } from "@/lib/platform/db/client";

/** SQL of the id of a stop that covers the action `a` and was pulled after the epoch `since`, re-armed or not, or null. */
export const stopSinceColumn = (since: Prisma.Sql) =>
  Prisma.sql`stop_in_scope(a.workspace_id, a.agent_id, a.run_id, a.name_keys, ${since})`;

/** SQL of the id of a pulled stop that covers the action `a`, or null. No stop has an epoch beyond 2^62, so only those still pulled count. */
export const stopColumn = stopSinceColumn(Prisma.sql`${2n ** 62n}`);
