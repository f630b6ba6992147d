import { expect, it } from "vitest";
import { pool } from "./client";
import { asSuperuser } from "./testing/database";

it("a connection that dies while somebody holds it fails their next query and nothing else", async () => {
  const client = await pool().connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  // Without a listener this is an uncaught exception, which ends the process.
  const died = new Promise((resolve) => client.once("end", resolve));
  await asSuperuser("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
  await died;
  await expect(client.query("SELECT 1")).rejects.toThrow();
  client.release(true);
  expect((await pool().query("SELECT 1")).rowCount).toBe(1);
});
