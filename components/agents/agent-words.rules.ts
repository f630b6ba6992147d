import type { Agent } from "@/lib/agents/agent.schemas";
import type { Scope } from "@/lib/keys/key.rules";

/** What the words of an agent mean, for those who choose among them. */

export const tierOptions: { value: Agent["tier"]; label: string; hint: string }[] = [
  { value: "strategic", label: "Strategic", hint: "Sets aims and gives work to other agents" },
  { value: "tactical", label: "Tactical", hint: "Carries work out" },
  { value: "observer", label: "Observer", hint: "Reads and reports" },
];

export const autonomyOptions: { value: Agent["autonomy"]; label: string; hint: string }[] = [
  { value: "advisory", label: "Advisory", hint: "Proposes; people act" },
  { value: "change_making", label: "Change-making", hint: "Acts, with people in the loop where it matters" },
  { value: "autonomous", label: "Autonomous", hint: "Acts by itself within its limits" },
];

export const scopeWords: Record<Scope, string> = {
  "actions:write": "Ask, execute, report and cancel its own actions",
  "actions:read": "Read its own actions, hear of decisions and stops",
  "runs:write": "Start, read and end its own runs",
  "steps:write": "Record the steps of its runs",
  "stops:write": "Stop itself or its own runs",
};

export function tierLabel(tier: Agent["tier"]): string {
  return tierOptions.find((option) => option.value === tier)?.label ?? tier;
}

export function autonomyLabel(autonomy: Agent["autonomy"]): string {
  return autonomyOptions.find((option) => option.value === autonomy)?.label ?? autonomy;
}
