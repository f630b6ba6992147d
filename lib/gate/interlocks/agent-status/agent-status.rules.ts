import { interlock } from "@/lib/judging/interlock.rules";

export const agentStatus = interlock({
  name: "agent_status",
  judge: ({ principal: { status } }, { pass, deny }) =>
    status === "active" ? pass("active", "The agent is active.") : deny(`agent_${status}`, `The agent is ${status}.`),
});
