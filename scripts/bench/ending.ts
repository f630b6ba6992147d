import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startInstallation } from "../testing/installation";
import type { Figure } from "./figures";

/** How many wait for a decision, and how many listen, when the process is told to end. */
const waiters = 100;
const streams = 100;
const goneWithinMs = 5_000;
const people = [
  "admin",
  "supervisor",
  "supervisor2",
  "governance",
  "reliability",
  "context",
  "finops",
  "annotator",
  "viewer",
];

interface Console {
  cookie: string;
  call(path: string, body?: unknown): Promise<Record<string, unknown>>;
}

/** A signed-in member of the demo, as their browser calls the API. */
async function signIn(url: string, email: string): Promise<Console> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookies = (response: Response) => response.headers.getSetCookie().map((line) => line.split(";")[0]);
  const form = new URLSearchParams({ csrfToken, email, password: "signalbox-demo", json: "true" });
  const answer = await fetch(`${url}/api/auth/callback/password`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: cookies(csrf).join("; ") },
    body: form.toString(),
    redirect: "manual",
  });
  const cookie = [...cookies(csrf), ...cookies(answer)].join("; ");
  const call = async (path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { Cookie: cookie, Origin: new URL(url).origin, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  return { cookie, call };
}

/** What one connection came to: status and what was read, or the error. */
interface Met {
  status: number;
  text: string;
  retryAfter: string | undefined;
  error?: string;
}

/** Asks over a connection of its own. `headed` resolves when the answer has begun, `met` when it has ended, however it did. */
function open(url: string, headers: Record<string, string>): { headed: Promise<void>; met: Promise<Met> } {
  const met: Met = { status: 0, text: "", retryAfter: undefined };
  let onHeaded = (): void => undefined;
  const headed = new Promise<void>((resolve) => (onHeaded = resolve));
  const done = new Promise<Met>((resolve) => {
    const failed = (error: Error) => resolve({ ...met, error: error.message });
    const request = get(url, { headers, agent: false }, (response) => {
      met.status = response.statusCode ?? 0;
      met.retryAfter = response.headers["retry-after"];
      onHeaded();
      response.on("data", (chunk: Buffer) => (met.text += chunk.toString()));
      response.on("end", () => resolve(met));
      response.on("error", failed);
    });
    request.on("error", failed);
  });
  return { headed, met: done };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** SIGTERM to `npm start` of the production build, with its own database, while a hundred wait and a hundred consoles listen. */
export async function benchEnding(): Promise<Figure[]> {
  const installation = await startInstallation(join(tmpdir(), `signalbox-ending-${process.pid}.log`), {
    SIGNALBOX_DEMO_FLEET: "0",
  });
  const { url, pid } = installation;
  try {
    const admin = await signIn(url, "admin@meridian.example");
    await admin.call("/api/v1/action-types", { name: "bench_wire", zone: "red", parametersSchema: { type: "object" } });
    const { id: agentId } = await admin.call("/api/v1/agents", { name: "bench", kind: "finance" });
    const { key } = await admin.call(`/api/v1/agents/${String(agentId)}/keys`, {
      name: "bench",
      scopes: ["actions:write", "actions:read"],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const authorization = `Bearer ${String(key)}`;
    const asked = await fetch(`${url}/api/v1/actions`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ action: "bench_wire", parameters: {}, confidence: 1 }),
    });
    const { id } = (await asked.json()) as { id: string };

    const consoles = await Promise.all(people.map((name) => signIn(url, `${name}@meridian.example`)));
    const listening = Array.from({ length: streams }, (_, i) =>
      open(`${url}/api/v1/stream`, { Cookie: consoles[i % consoles.length]?.cookie ?? "" }),
    );
    await Promise.all(listening.map(({ headed }) => headed));
    const waiting = Array.from({ length: waiters }, () =>
      open(`${url}/api/v1/actions/${id}`, { authorization, prefer: "wait=60" }),
    );
    await sleep(3_000);

    const toldAt = performance.now();
    process.kill(pid, "SIGTERM");
    let answeredMs = 0;
    const [answers, endings] = await Promise.all([
      Promise.all(waiting.map(({ met }) => met)).then((all) => {
        answeredMs = performance.now() - toldAt;
        return all;
      }),
      Promise.all(listening.map(({ met }) => met)),
    ]);
    const unheardMs = performance.now() - toldAt;
    while (isAlive(pid) && performance.now() - toldAt < 30_000) await sleep(20);
    const goneMs = performance.now() - toldAt;

    const good = answers.filter(
      ({ status, text, retryAfter }) =>
        (status === 200 && text.includes('"pending"')) || (status === 503 && retryAfter !== undefined),
    ).length;
    const told = endings.filter(
      ({ status, text, error }) => status === 200 && error === undefined && text.includes("event: stream.ending"),
    ).length;
    const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
    return [
      {
        name: `SIGTERM with ${waiters} waiting and ${streams} streams: waits that got an answer, the last after ${seconds(answeredMs)}`,
        value: `${good} of ${waiters}`,
        target: "all",
        met: good === waiters,
      },
      {
        name: `the same: streams that were told, the last closed after ${seconds(unheardMs)}`,
        value: `${told} of ${streams}`,
        target: "all",
        met: told === streams,
      },
      {
        name: "the same: npm start's process gone, server and database with it",
        value: seconds(goneMs),
        target: "≤ 5 s",
        met: goneMs <= goneWithinMs,
      },
    ];
  } finally {
    await installation.stop();
  }
}
