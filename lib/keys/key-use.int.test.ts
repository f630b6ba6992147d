import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { makeWorld } from "@/lib/testing/world";
import { noteKeyUse, writeKeyUse } from "./key-use.service";

const lastUse = async (id: string) => (await db().apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;

it("the last use of each key is written down; what another instance is writing at this moment is written the next time", async () => {
  const world = await makeWorld();
  const [one, other] = [await world.agent(), await world.agent()];
  noteKeyUse(one.keyId);
  noteKeyUse(other.keyId);
  await transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM api_keys WHERE id = ${other.keyId} FOR UPDATE`;
    await writeKeyUse();
    expect(await lastUse(one.keyId)).not.toBeNull();
    expect(await lastUse(other.keyId)).toBeNull();
  });
  await writeKeyUse();
  expect(await lastUse(other.keyId)).not.toBeNull();
});

it("a use that was noted late does not undo a later one", async () => {
  const world = await makeWorld();
  const { keyId } = await world.agent();
  const later = new Date(Date.now() + 60_000);
  await db().apiKey.update({ where: { id: keyId }, data: { lastUsedAt: later } });
  noteKeyUse(keyId);
  await writeKeyUse();
  expect(await lastUse(keyId)).toEqual(later);
});
