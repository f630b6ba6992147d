import { cpus } from "node:os";
import { run } from "./run";
import { startStack } from "./testing/stack";
import { benchAudit } from "./bench/audit";
import { benchDecision } from "./bench/decision-latency";
import { table, type Figure } from "./bench/figures";
import { benchGate } from "./bench/gate";
import { residentMegabytes } from "./bench/memory";

// npm run bench: every figure is a ratio to a floor, or measured in the same run on one production server with its own database.
// `npm run bench -- gate decision` measures some of them only.

const parts = ["memory", "gate", "decision", "stop", "audit", "queue", "weight", "pages", "scroll", "ending"] as const;

await run(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((w) => !parts.some((p) => p === w));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(", ")}. Parts: ${parts.join(", ")}.`);
  const measures = (part: (typeof parts)[number]) => wanted.length === 0 || wanted.includes(part);

  const stack = await startStack(1, { SIGNALBOX_BENCH: "1" });
  try {
    const [server] = stack.servers;
    if (!server) throw new Error("no server");
    const { makeWorld } = await import("@/lib/testing/world");
    const world = await makeWorld();
    await world.actionType("pay", {
      zone: "green",
      parametersSchema: {
        type: "object",
        properties: { amount: { type: "number" }, to: { type: "string" }, note: { type: "string" } },
        required: ["amount", "to"],
        additionalProperties: false,
      },
    });
    await world.actionType("wire", { zone: "red" });
    const agent = await world.agent();
    const supervisor = await world.person("supervisor");
    const auditor = await world.person("governance");

    const figures: Figure[] = [];
    const add = (more: Figure[]) => {
      for (const f of more) console.log(`${f.met ? "met " : "MISS"}  ${f.name}: ${f.value} (${f.target})`);
      figures.push(...more);
    };
    if (measures("memory")) {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      const mb = residentMegabytes(server);
      add([
        {
          name: "server's memory at rest, after start",
          value: `${mb.toFixed(0)} MB`,
          target: "< 300 MB",
          met: mb < 300,
        },
      ]);
    }
    if (measures("gate")) add(await benchGate(server, agent.key));
    if (measures("decision")) add(await benchDecision(server, agent.key, supervisor.token));
    if (measures("stop")) {
      const { benchStop } = await import("./bench/stop");
      for await (const figure of benchStop(server, {
        agentKey: agent.key,
        supervisorToken: supervisor.token,
        auditorToken: auditor.token,
      }))
        add([figure]);
    }
    if (measures("audit"))
      add(await benchAudit(server, { key: agent.key, auditorToken: auditor.token, workspaceId: world.workspaceId }));
    if (measures("queue")) {
      const { benchQueue } = await import("./bench/queue");
      add(await benchQueue(server, { world, agentKey: agent.key, personToken: supervisor.token }));
    }
    if (measures("weight")) {
      const { benchWeight } = await import("./bench/weight");
      add(await benchWeight(server));
    }
    if (measures("pages")) {
      const { benchPages } = await import("./bench/pages");
      add(await benchPages(server));
    }
    if (measures("scroll")) {
      const { benchScroll } = await import("./bench/scroll");
      add(await benchScroll(server));
    }
    if (measures("ending")) {
      const { benchEnding } = await import("./bench/ending");
      add(await benchEnding());
    }
    console.log(
      `\nNode ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${new Date().toISOString().slice(0, 10)}\n\n${table(figures)}`,
    );
  } finally {
    await stack.stop();
  }
});
