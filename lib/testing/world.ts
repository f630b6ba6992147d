import { displayPrefix, hashToken, newToken } from "@/lib/platform/credentials/token-format";
import { db, type Prisma } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import type { Role } from "@/lib/platform/permissions.rules";

const dayMs = 86_400_000;

/** A workspace of its own for one test, with what the test asks for. Rows are written directly: what is tested is what comes after. */
export interface World {
  workspaceId: string;
  slug: string;
  person(role: Role): Promise<{ id: string; token: string; name: string; email: string }>;
  agent(options?: {
    kind?: string;
    name?: string;
    createdById?: string;
    status?: string;
    scopes?: string[];
  }): Promise<{ id: string; keyId: string; key: string }>;
  actionType(name: string, options?: Partial<TypeOptions>): Promise<string>;
}

interface TypeOptions {
  zone: "green" | "yellow" | "red";
  parametersSchema: Record<string, unknown>;
  confidenceThreshold: number;
  decideWithinSeconds: number;
  reviewProbability: number;
  resourceType: string;
  resourceCaseSensitive: boolean;
  reversible: boolean;
  destructive: boolean;
}

export async function makeWorld(
  settings: {
    graceSeconds?: number;
    ownActionRule?: string;
    permitTtlSeconds?: number;
    maxPendingPerAgent?: number;
  } = {},
): Promise<World> {
  const workspaceId = newId("workspace");
  const slug = `w${workspaceId.slice(-20)}`;
  await db().workspace.create({
    data: { id: workspaceId, slug, name: slug, auditOrigin: `test.example/${slug}`, graceSeconds: 0, ...settings },
  });
  return {
    workspaceId,
    slug,
    async person(role) {
      const id = newId("person");
      const token = newToken("sbp");
      const name = `${role} ${id.slice(-4)}`;
      const email = `${id}@example.test`;
      await db().person.create({ data: { id, email, name } });
      await db().membership.create({ data: { workspaceId, personId: id, role } });
      await db().personalToken.create({
        data: {
          id: newId("personalToken"),
          workspaceId,
          personId: id,
          name: "test",
          prefix: displayPrefix(token),
          hash: hashToken(token),
          expiresAt: new Date(Date.now() + dayMs),
        },
      });
      return { id, token, name, email };
    },
    async agent({
      kind = "finance",
      name,
      createdById,
      status = "active",
      scopes = ["actions:write", "actions:read", "runs:write", "stops:write"],
    } = {}) {
      const id = newId("agent");
      const keyId = newId("key");
      const key = newToken("sbx");
      await db().agent.create({
        data: {
          id,
          workspaceId,
          name: name ?? `agent ${id.slice(-6)}`,
          kind,
          status,
          createdById: createdById ?? null,
        },
      });
      await db().apiKey.create({
        data: {
          id: keyId,
          workspaceId,
          agentId: id,
          name: "test",
          prefix: displayPrefix(key),
          hash: hashToken(key),
          scopes,
          expiresAt: new Date(Date.now() + dayMs),
        },
      });
      return { id, keyId, key };
    },
    async actionType(name, options = {}) {
      const id = newId("actionType");
      await db().actionType.create({
        data: {
          id,
          workspaceId,
          name,
          title: name,
          zone: "green",
          ...options,
          parametersSchema: (options.parametersSchema ?? { type: "object" }) as Prisma.InputJsonObject,
        },
      });
      // A change of the catalog moves the epoch, as it does in the product: the gate compiles its controls once per epoch.
      await db().workspace.update({ where: { id: workspaceId }, data: { epoch: { increment: 1 } } });
      return id;
    },
  };
}
