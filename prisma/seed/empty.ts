import { randomBytes } from "node:crypto";
import type pg from "pg";
import { Dice } from "@/lib/demo/dice.rules";
import type { WorkspaceStory } from "@/lib/demo/story.rules";
import { newToken } from "@/lib/platform/credentials/token-format";
import { hashPassword } from "@/lib/sessions/password.service";
import { BatchWriter } from "./batch-writer";
import { foundWorkspace, writeWorkspace } from "./workspace";

const empty: WorkspaceStory = {
  slug: "main",
  name: "Main",
  people: [{ mailbox: "admin", role: "admin", name: "Administrator", timeZone: "UTC" }],
  teams: [{ name: "Everyone", members: ["admin"] }],
  stories: [],
  stops: [],
};

/** One workspace with one administrator, to begin real work in. The password is random and told once. */
export async function seedEmpty(client: pg.ClientBase, now: Date): Promise<string> {
  const password = randomBytes(12).toString("base64url");
  const writer = new BatchWriter(client);
  const options = {
    story: empty,
    writer,
    dice: new Dice("empty"),
    founded: now,
    passwordHash: await hashPassword(password),
    demo: false,
    keyExpiresAt: now,
    newKey: () => newToken("sbx"),
  };
  writeWorkspace(foundWorkspace(options), options);
  await writer.finish();
  return `Sign in as admin@${empty.slug}.example with the password ${password} (shown once; change it).`;
}
