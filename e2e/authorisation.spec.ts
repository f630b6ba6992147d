import { expect, test, type APIRequestContext } from "@playwright/test";
import { can, roles, type Permission } from "@/lib/platform/permissions.rules";
import { apiAs } from "./support/agent-access";

// Every route × every role × both workspaces, made from the OpenAPI document: a new route cannot be forgotten.

interface Auth {
  agentScope?: string;
  permission?: Permission;
  session?: boolean;
  open?: boolean;
  /** For whoever has the token of the setting: no person, and no agent. */
  metricsToken?: boolean;
}
interface Operation {
  method: string;
  path: string;
  auth: Auth;
}

const workspaces = { meridian: "northwind", northwind: "meridian" } as const;

async function operations(request: APIRequestContext): Promise<Operation[]> {
  const document = (await (await request.get("/api/openapi.json")).json()) as {
    paths: Record<string, Record<string, { "x-signalbox-auth": Auth }>>;
  };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      auth: operation["x-signalbox-auth"],
    })),
  );
}

/** An id that is well-formed and belongs to nobody: past the door there is a 4xx, at the door there is 401, 403 or 404 for the workspace. */
const filled = (path: string) =>
  path.replace(/\{seq\}/g, "999999999").replace(/\{\w+\}/g, "act_01h455vb4pex5vsknk084sn02q");
// An open stream would never end; its door is the same as everyone's.
const isStream = ({ path }: Operation) => path === "/api/v1/stream";

async function knock(request: APIRequestContext, { method, path }: Operation, workspace: string) {
  const headers = { "Signalbox-Workspace": workspace };
  const data = method === "POST" || method === "PATCH" ? { "no such field": true } : undefined;
  return request.fetch(filled(path), { method, headers, data });
}

test("without a credential every route that is not open answers 401", async ({ request }) => {
  const all = await operations(request);
  expect(all.length).toBeGreaterThan(50);
  for (const operation of all.filter((o) => !o.auth.open)) {
    const answer = await knock(request, operation, "meridian");
    expect(answer.status(), `${operation.method} ${operation.path}`).toBe(401);
    expect(answer.headers()["content-type"], operation.path).toBe("application/problem+json");
  }
});

test("what is no route of the API's own is answered with a request id too", async ({ request }) => {
  for (const path of [
    "/api/openapi.json",
    "/api/auth/csrf",
    "/api/auth/providers",
    "/api/auth/_log",
    "/api/v1/nonsense",
  ]) {
    expect((await request.get(path)).headers()["x-request-id"], path).toMatch(/^req_/);
  }
});

for (const [home, foreign] of Object.entries(workspaces)) {
  for (const role of roles) {
    test(`${role} of ${home}: exactly the routes of the role, and nothing of ${foreign}`, async ({
      baseURL,
      request,
    }) => {
      const signedIn = await apiAs(baseURL ?? "", `${role}@${home}.example`);
      try {
        for (const operation of await operations(request)) {
          const { auth } = operation;
          const where = `${operation.method} ${operation.path}`;
          if (auth.open || auth.metricsToken || isStream(operation)) continue;
          const mine = await knock(signedIn, operation, home);
          expect(mine.status(), where).toBeLessThan(500);
          if (!auth.permission && !auth.session)
            expect(mine.status(), `${where}: people have no business here`).toBe(403);
          else if (auth.permission && !can(role, auth.permission))
            expect(mine.status(), `${where} lacks ${auth.permission}`).toBe(403);
          else expect([401, 403], `${where} is this role's right`).not.toContain(mine.status());
          if (auth.permission || auth.session)
            expect((await knock(signedIn, operation, foreign)).status(), `${where} in ${foreign}`).toBe(404);
        }
      } finally {
        await signedIn.dispose();
      }
    });
  }
}
