import type { InterlockAnswer } from "@/lib/actions/verdict.rules";
import type { Subject } from "../subject.rules";

export function agentStatus({ principal }: Subject): InterlockAnswer {
  return principal.status === "active"
    ? { name: "agent_status", effect: "pass", code: "active", message: "The agent is active." }
    : { name: "agent_status", effect: "deny", code: `agent_${principal.status}`, message: `The agent is ${principal.status}.` };
}
