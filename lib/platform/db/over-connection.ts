import type { Tx } from "./client";

/** Something that answers one prepared statement: the pool, or a transaction's connection. */
export interface Reading {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** Reads over the transaction's own connection: waiting for a second one while holding the lock could wait for ever. */
export const overConnectionOf = (tx: Tx): Reading => ({
  query: async ({ text, values }) => ({ rows: await tx.$queryRawUnsafe<unknown[]>(text, ...values) }),
});
