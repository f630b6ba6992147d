import { afterAll, expect, it } from "vitest";
import { closeDb, db, pool, poolStates, sequencerPool } from "./client";
import { inLane } from "./lane";

afterAll(() => closeDb());

it("closed twice, nothing is ended twice; what is asked afterwards opens connections anew", async () => {
  const first = pool();
  await db().$queryRaw`SELECT 1`;
  await inLane("stop", () => pool().query("SELECT 1"));
  await sequencerPool().query("SELECT 1");
  await closeDb();
  expect(poolStates()).toEqual([]);
  await closeDb();

  expect(pool()).not.toBe(first);
  expect((await pool().query<{ one: number }>("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await db().$queryRaw`SELECT 1`;
  expect((await sequencerPool().query<{ one: number }>("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});
