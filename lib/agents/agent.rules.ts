import type { AgentStatus } from "@/lib/keys/principal.rules";

/** Which status may follow which. Retired is final: its name and its actions stay, it never asks again. */
export const statusChanges: Readonly<Record<AgentStatus, readonly AgentStatus[]>> = {
  active: ["paused", "retired"],
  paused: ["active", "retired"],
  retired: [],
};

/** Why this change of status is not possible, or null. */
export function statusRefusal(from: AgentStatus, to: AgentStatus): string | null {
  if (from === to || statusChanges[from].includes(to)) return null;
  return from === "retired"
    ? "A retired agent stays retired: register a new one."
    : `An agent that is ${from} cannot become ${to}.`;
}
