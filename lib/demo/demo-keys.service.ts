import { getAgent, listAgents } from "@/lib/agents/agent.views";
import { createKey, rotateKey } from "@/lib/keys/key.service";
import { demoAdministrator } from "@/lib/sign-in/demo-accounts.views";
import { readDemoKeys, saveDemoKeys } from "./demo-keys";

const day = 86_400_000;
const keyDays = 365;
const pageSize = 200;

/**
 * Makes the key of a demo agent anew where nobody holds it any more, by rotating the one it has. An agent whose keys were revoked
 * stays without: somebody meant that.
 * @returns whether there is a new key, which is then in the demo's key file
 */
export async function remakeKey(slug: string, agentName: string): Promise<boolean> {
  const caller = await demoAdministrator(slug);
  if (!caller) return false;
  const { items } = await listAgents(caller.workspaceId, { limit: pageSize });
  const found = items.find((a) => a.name === agentName && a.status !== "retired");
  if (!found) return false;
  const { keys } = await getAgent(caller.workspaceId, found.id);
  const now = Date.now();
  const expiresAt = new Date(now + keyDays * day);
  const open = keys.filter((k) => k.revokedAt === null);
  const live = open.filter((k) => Date.parse(k.expiresAt) > now);
  const newest = live.find((k) => !live.some((successor) => successor.rotatedFromId === k.id));
  // All revoked is a decision; all run out is only time.
  if (!newest && (open.length === 0 || keys.some((k) => k.revokedAt !== null))) return false;
  const made = newest
    ? await rotateKey(caller, found.id, newest.id, { overlapSeconds: 0, expiresAt })
    : await createKey(caller, found.id, {
        name: "production",
        scopes: ["actions:write", "actions:read", "runs:write", "steps:write"],
        expiresAt,
      });
  const known = readDemoKeys();
  saveDemoKeys({ ...known, [slug]: { ...known[slug], [agentName]: made.key } });
  return true;
}
