import { join } from "node:path";
import { ending, spawnNode } from "./child";

const roles = [
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

/** Fills an empty installation with the demo workspaces, in a process of its own. */
export async function seedDemo(env: NodeJS.ProcessEnv): Promise<void> {
  const { code } = await ending(spawnNode(["--import", "tsx", join("scripts", "seed.ts"), "--if-empty"], env));
  if (code !== 0) throw new Error("The demo could not be set up. SIGNALBOX_DEMO=0 starts without it.");
}

/** What the start prints about signing in to the demo. */
export function demoSignIns(): string {
  return [
    "Demo sign-ins (password signalbox-demo):",
    `  Meridian Freight   ${roles.map((role) => `${role}@`).join(" ")}   at meridian.example`,
    "  Northwind Clinics  the same names at northwind.example",
    "  For example: supervisor@meridian.example",
  ].join("\n");
}
