import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inclusionPlan } from "@/lib/audit/merkle-proof.rules";
import { db } from "@/lib/platform/db/client";
import { repositoryRoot } from "../paths";
import type { ServerProcess } from "../testing/stack";
import type { Figure } from "./figures";
import { measure } from "./load";
import { ask } from "./gate";

const wanted = 100_000;
const batchSize = 100;

const staged = () => db().auditStaged.count();

/** The gate at its most, in batches; how far the sequencer is behind at the end, and how soon it has caught up. */
async function sequencerUnderLoad(server: ServerProcess, key: string): Promise<Figure[]> {
  const seconds = 15;
  const body = JSON.stringify({ actions: Array.from({ length: batchSize }, () => ask) });
  const load = await measure({
    url: `${server.url}/api/v1/actions/batch`,
    body,
    headers: { authorization: `Bearer ${key}` },
    seconds,
    expect: 200,
  });
  const behind = await staged();
  const start = performance.now();
  while ((await staged()) > 0) await sleep(20);
  const drainSeconds = (performance.now() - start) / 1000;
  const rate = load.requestsPerSecond * batchSize;
  return [
    {
      name: `sequencer's backlog after ${seconds} s at the gate's maximum (${rate.toFixed(0)} actions/s)`,
      value: `${behind} entries, gone ${drainSeconds.toFixed(2)} s later`,
      target: "keeps up: under 1 s of work",
      met: behind < rate && drainSeconds < 1,
    },
  ];
}

/** Exports a log of at least 100,000 entries and verifies it offline with the stand-alone verifier. */
async function offlineVerification(
  server: ServerProcess,
  key: string,
  auditorToken: string,
  workspaceId: string,
): Promise<Figure[]> {
  const body = JSON.stringify({ actions: Array.from({ length: batchSize }, () => ask) });
  while ((await db().auditEntry.count({ where: { workspaceId } })) < wanted) {
    await measure({
      url: `${server.url}/api/v1/actions/batch`,
      body,
      headers: { authorization: `Bearer ${key}` },
      seconds: 5,
      expect: 200,
    });
    while ((await staged()) > 0) await sleep(20);
  }
  await sleep(2_500);
  const exported = await fetch(`${server.url}/api/v1/audit/export`, {
    headers: { Authorization: `Bearer ${auditorToken}` },
  });
  if (!exported.ok) throw new Error(`export: ${exported.status}`);
  const file = join(tmpdir(), `signalbox-bench-${process.pid}.signalbox-log`);
  writeFileSync(file, Buffer.from(await exported.arrayBuffer()));
  try {
    const start = performance.now();
    const said = execFileSync(
      process.execPath,
      [join(repositoryRoot, "packages", "verify", "bin", "signalbox-verify.mjs"), file],
      { encoding: "utf8" },
    );
    const seconds = (performance.now() - start) / 1000;
    const entries = await db().auditEntry.count({ where: { workspaceId } });
    const per100k = (seconds / entries) * wanted;
    console.log(said.trim());
    return [
      {
        name: `offline verification, per 100,000 entries (${entries.toLocaleString("en-GB")} in ${seconds.toFixed(1)} s)`,
        value: `${per100k.toFixed(2)} s`,
        target: "< 10 s",
        met: per100k < 10,
      },
    ];
  } finally {
    rmSync(file, { force: true });
  }
}

/** The longest proof in a tree of a million entries, over every one of them. */
function longestProof(): Figure {
  const size = 1_000_000;
  let longest = 0;
  for (let index = 0; index < size; index++) longest = Math.max(longest, inclusionPlan(index, size).length);
  return {
    name: "longest proof of any of 1,000,000 entries",
    value: `${longest} hashes`,
    target: "≤ 20",
    met: longest <= 20,
  };
}

export async function benchAudit(
  server: ServerProcess,
  who: { key: string; auditorToken: string; workspaceId: string },
): Promise<Figure[]> {
  const sequencer = await sequencerUnderLoad(server, who.key);
  const verification = await offlineVerification(server, who.key, who.auditorToken, who.workspaceId);
  return [...sequencer, ...verification, longestProof()];
}
