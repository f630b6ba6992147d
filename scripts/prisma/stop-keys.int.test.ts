import pg from "pg";
import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { urlOfRole } from "@/lib/platform/db/testing/database";
import { makeWorld } from "@/lib/testing/world";
import { db } from "@/lib/platform/db/client";
import { keyStops } from "./stop-keys";

it("a stop that was pulled before names had keys covers everything until it has those that it would get today", async () => {
  const { workspaceId } = await makeWorld();
  const id = newId("stop");
  const client = new pg.Client({ connectionString: urlOfRole("superuser") });
  await client.connect();
  try {
    await client.query(
      "INSERT INTO stops (id, workspace_id, scope_type, scope_id, scope_keys, reason, epoch, pulled_by_type, pulled_by_id, pulled_by_name, pulled_at) VALUES ($1, $2, 'resource', 'budget:Straße', NULL, 'r', 2, 'person', 'p', 'P', now())",
      [id, workspaceId],
    );
    const covering = async (names: string[]) =>
      (
        await client.query<{ id: string | null }>("SELECT stop_in_scope($1, 'agt_x', NULL, $2, 0) AS id", [
          workspaceId,
          names,
        ])
      ).rows[0]?.id ?? null;
    expect(await covering(["resource invoice:1"])).toBe(id);
    await keyStops(client);
    expect((await db().stop.findUniqueOrThrow({ where: { id } })).scopeKeys).toContain("resource budget:strasse");
    expect(await covering(["resource invoice:1"])).toBeNull();
    expect(await covering(["resource budget:strasse"])).toBe(id);
  } finally {
    await client.end();
  }
});
