import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { apiAs, newAgentKey } from "./support/agent-access";

// The first action of the README, as its commands stand there, while a person decides.

function commandsOf(heading: string): string {
  const section = readFileSync("README.md", "utf8").split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/```sh\n(.*?)```/gs)].map((m) => m[1]).join("\n");
}

test("the README's first action does what it says, command by command", async ({ baseURL }) => {
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  const supervisor = await apiAs(baseURL ?? "", "supervisor@meridian.example");
  const { agentId, key } = await newAgentKey(admin, `readme ${Date.now()}`);

  const shell = spawn("bash", [
    "-euo",
    "pipefail",
    "-c",
    commandsOf("A first action").replaceAll("http://localhost:3000", baseURL ?? ""),
  ]);
  let printed = "";
  for (const stream of [shell.stdout, shell.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  shell.stdin.end(`${key}\n`);
  const ended = new Promise<number | null>((resolve) => shell.once("close", resolve));

  await expect(async () => {
    const { items } = (await (await supervisor.get(`/api/v1/actions?agentId=${agentId}&status=pending`)).json()) as {
      items: { id: string; digest: string }[];
    };
    const [held] = items;
    expect(held).toBeDefined();
    const answer = await supervisor.post(`/api/v1/actions/${held?.id}/decisions`, {
      data: { decision: "approve", seenDigest: held?.digest, reason: { text: "Dave may." } },
    });
    expect(answer.status()).toBe(200);
  }).toPass({ timeout: 20_000 });

  expect(await ended, printed).toBe(0);
  expect(printed).toMatch(/pending\n.*approved\n.*"parameters":\{"door":3\}.*"status":"succeeded"/s);
  await Promise.all([admin.dispose(), supervisor.dispose()]);
});
