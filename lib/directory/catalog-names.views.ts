import { db } from "@/lib/platform/db/client";

/** The names of all entries of the catalog, in order. */
export async function catalogNames(workspaceId: string): Promise<string[]> {
  const rows = await db().actionType.findMany({
    where: { workspaceId },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}
