"use client";

import { useQuery } from "@tanstack/react-query";
import { agentLabel, useFindAgents } from "@/components/agents/use-find-agents";
import { NamedInput } from "@/components/patterns/forms/named-input";
import { agentQuery } from "@/lib/agents/agent.client";

export interface AgentInputProps {
  /** Id of the chosen agent; empty for none. */
  value: string;
  onChoose: (id: string) => void;
  onTyping?: (unsettled: boolean) => void;
}

/** One agent, by its name or id. */
export function AgentInput({ value, onChoose, onTyping }: AgentInputProps) {
  const find = useFindAgents();
  const { data } = useQuery({ ...agentQuery(value), enabled: value !== "", retry: false });
  return (
    <NamedInput
      value={value}
      name={data?.id === value ? agentLabel(data) : null}
      find={find}
      onChoose={onChoose}
      onTyping={onTyping}
      placeholder="Name or agt_…"
    />
  );
}
