import type pg from "pg";
import { saveDemoKeys, type DemoKeys } from "@/lib/demo/demo-keys";
import { Dice } from "@/lib/demo/dice.rules";
import { demoPassword, workspaceStories } from "@/lib/demo/stories/all";
import { newToken } from "@/lib/platform/credentials/token-format";
import { hashPassword } from "@/lib/sessions/password.service";
import { BatchWriter } from "./batch-writer";
import { seedHeld, seedHistory, seedStops } from "./demo-life";
import { foundWorkspace, writeWorkspace } from "./workspace";

const day = 86_400_000;
const founded = 21 * day;
const keyDays = 365;

/** Two workspaces with people, agents, a catalog, three days behind them and a queue in front of them. */
export async function seedDemo(client: pg.ClientBase, now: Date): Promise<() => void> {
  const passwordHash = await hashPassword(demoPassword);
  const keys: DemoKeys = {};
  for (const story of workspaceStories) {
    const writer = new BatchWriter(client);
    const ofWorkspace: Record<string, string> = {};
    keys[story.slug] = ofWorkspace;
    const options = {
      story,
      writer,
      dice: new Dice(`demo/${story.slug}`),
      founded: new Date(now.getTime() - founded),
      passwordHash,
      demo: true,
      keyExpiresAt: new Date(now.getTime() + keyDays * day),
      newKey: (agent: string) => (ofWorkspace[agent] = newToken("sbx")),
    };
    const cast = foundWorkspace(options);
    seedStops(cast, story, now.getTime());
    seedHistory(cast, story, now.getTime());
    seedHeld(cast, story, now.getTime());
    writeWorkspace(cast, options);
    await writer.finish();
  }
  return () => saveDemoKeys(keys);
}
