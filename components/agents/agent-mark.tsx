import { StatusMark } from "@/components/ui/status-mark";
import type { Agent } from "@/lib/agents/agent.schemas";

/** Where an agent stands. A pulled stop outweighs its own status: it cannot act, whatever it is set to. */
export function AgentMark({ agent }: { agent: Pick<Agent, "status" | "stopped"> }) {
  if (agent.stopped && agent.status !== "retired") return <StatusMark status="stopped" />;
  return <StatusMark status={agent.status} />;
}
