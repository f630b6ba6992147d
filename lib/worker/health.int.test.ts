import { describe, expect, it } from "vitest";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { readHealth } from "./health";

const databaseNow = async () => (await readHealth()).database;

describe("health", () => {
  it("is ok where the database can be used", async () => expect(await databaseNow()).toBe("ok"));

  it("is never ok where what the main routes need is refused, though the database answers", async () => {
    await asSuperuser("ALTER FUNCTION shared_epoch(text) RENAME TO shared_epoch_gone");
    try {
      expect(await readHealth()).toMatchObject({ status: "failing", database: "away" });
    } finally {
      await asSuperuser("ALTER FUNCTION shared_epoch_gone(text) RENAME TO shared_epoch");
    }
    expect(await databaseNow()).toBe("ok");
  });
});
