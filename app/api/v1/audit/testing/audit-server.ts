import { createServer } from "node:http";
import { once } from "node:events";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import * as entry from "@/app/api/v1/audit/[seq]/entry/route";
import * as proof from "@/app/api/v1/audit/[seq]/proof/route";
import * as one from "@/app/api/v1/audit/[seq]/route";
import * as checkpoint from "@/app/api/v1/audit/checkpoint/route";
import * as checkpoints from "@/app/api/v1/audit/checkpoints/route";
import * as consistency from "@/app/api/v1/audit/consistency/route";
import * as exported from "@/app/api/v1/audit/export/route";
import * as key from "@/app/api/v1/audit/key/route";
import * as list from "@/app/api/v1/audit/route";
import { displayPrefix, hashToken, newToken } from "@/lib/platform/credentials/token-format";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import type { Role } from "@/lib/platform/permissions.rules";

const fixed = { "": list, checkpoint, checkpoints, consistency, export: exported, key };
const numbered = { "": one, entry, proof };

/** For integration tests: a member of a workspace with this role, and a token of theirs. */
export async function newMember(workspaceId: string, role: Role): Promise<{ personId: string; token: string }> {
  const personId = newId("person");
  const token = newToken("sbp");
  await db().person.create({ data: { id: personId, email: `${personId}@example.test`, name: "Ada Auditor" } });
  await db().membership.create({ data: { workspaceId, personId, role } });
  await db().personalToken.create({
    data: {
      id: newId("personalToken"),
      workspaceId,
      personId,
      name: "test",
      prefix: displayPrefix(token),
      hash: hashToken(token),
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  return { personId, token };
}

/** The audit routes behind a real HTTP server, as Next would call them. */
export async function startAuditServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming.url ?? "", incoming.headers as Record<string, string>).then(async (response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      if (response.body === null) outgoing.end();
      else Readable.fromWeb(response.body as ReadableStream).pipe(outgoing);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };

  function answer(path: string, headers: Record<string, string>): Promise<Response> {
    const [, , , , first = "", second = ""] = (path.split("?")[0] ?? "").split("/");
    const request = new Request(`${url}${path}`, { headers });
    const route = first in fixed ? fixed[first as keyof typeof fixed] : numbered[second as keyof typeof numbered];
    const params: Record<string, string> = first in fixed ? {} : { seq: first };
    return route.GET(request, { params: Promise.resolve(params) });
  }
}
