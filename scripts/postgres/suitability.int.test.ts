import { afterAll, beforeAll, expect, inject, test } from "vitest";
import pg from "pg";
import { freePort } from "./cluster";
import { checkDatabase } from "./suitability";
import { startTransactionPooler, type TransactionPooler } from "./testing/transaction-pooler";

let pooler: TransactionPooler;
const direct = () => process.env.DATABASE_URL!;

beforeAll(async () => {
  pooler = await startTransactionPooler(direct(), 3);
});

afterAll(() => pooler.stop());

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("databaseServer").adminUrl });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

test("a PostgreSQL reached directly is fit", async () => {
  await expect(checkDatabase(direct(), 20)).resolves.toBeUndefined();
});

test("a pooler in transaction mode answers questions, but is refused with what to do", async () => {
  const client = new pg.Client({ connectionString: pooler.url });
  await client.connect();
  expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await client.end();
  await expect(checkDatabase(pooler.url, 20)).rejects.toThrow(
    /pooler in transaction mode.*Point DATABASE_URL at PostgreSQL itself/s,
  );
});

test("more connections than the database lets in are refused with how many fit", async () => {
  await expect(checkDatabase(direct(), 200)).rejects.toThrow(
    /let SIGNALBOX_DB_POOL, SIGNALBOX_DB_STOP_POOL and SIGNALBOX_DB_PERMIT_POOL be \d+ together/,
  );
});

test("wrong passwords, databases and hosts are told apart", async () => {
  const [password, database, host] = [new URL(direct()), new URL(direct()), new URL(direct())];
  password.password = "wrong";
  database.pathname = "/no-such-database";
  host.hostname = "no-such-host.invalid";
  await expect(checkDatabase(password.href, 20)).rejects.toThrow(/refuses the user or password/);
  await expect(checkDatabase(database.href, 20)).rejects.toThrow(/no such database.*Make it first/);
  await expect(checkDatabase(host.href, 20)).rejects.toThrow(/names a host that does not exist/);
});

test("a database that takes no changes, or not every character, is refused", async () => {
  await sql("CREATE DATABASE readonly_one");
  await sql("ALTER DATABASE readonly_one SET default_transaction_read_only = on");
  await sql("CREATE DATABASE latin_one TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
  const [readonly, latin] = [new URL(direct()), new URL(direct())];
  readonly.pathname = "/readonly_one";
  latin.pathname = "/latin_one";
  await expect(checkDatabase(readonly.href, 20)).rejects.toThrow(/takes no changes/);
  await expect(checkDatabase(latin.href, 20)).rejects.toThrow(/encoded in LATIN1/);
});

test("a database that starts a little later is waited for", async () => {
  const port = await freePort();
  const late = new URL(direct());
  late.port = String(port);
  const events: string[] = [];
  const checked = checkDatabase(late.href, 20, (message) => events.push(message));
  await expect.poll(() => events).toEqual([expect.stringMatching(/does not answer yet/)]);
  const relay = await startTransactionPooler(direct(), 0, port);
  await checked.finally(() => relay.stop());
});
