"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { agentLabel, useFindAgents } from "@/components/agents/use-find-agents";
import { NamedInput } from "@/components/patterns/forms/named-input";
import type { FoundNames } from "@/components/patterns/forms/named-input.rules";
import { useCan } from "@/components/people/use-can";
import { personLabel, useFindPeople } from "@/components/people/use-find-people";
import { agentQuery } from "@/lib/agents/agent.client";
import { personQuery } from "@/lib/people/people.client";

const nobody: FoundNames = { options: [], more: false };

/** Finds people and agents by name, as far as the reader may see them. */
function useFindActors(): (words: string) => Promise<FoundNames> {
  const findPeople = useFindPeople();
  const findAgents = useFindAgents();
  const seesPeople = useCan("person:read");
  const seesAgents = useCan("agent:read");
  return useCallback(
    async (words) => {
      const [people, agents] = await Promise.all([
        seesPeople ? findPeople(words) : nobody,
        seesAgents ? findAgents(words) : nobody,
      ]);
      return { options: [...people.options, ...agents.options], more: people.more || agents.more };
    },
    [findPeople, findAgents, seesPeople, seesAgents],
  );
}

/** What the actor of an id is called today; null where nobody here has it. */
function useActorName(id: string): string | null {
  const person = useQuery({
    ...personQuery(id),
    enabled: useCan("person:read") && id.startsWith("per_"),
    retry: false,
  });
  const agent = useQuery({ ...agentQuery(id), enabled: useCan("agent:read") && id.startsWith("agt_"), retry: false });
  if (person.data?.id === id) return personLabel(person.data);
  return agent.data?.id === id ? agentLabel(agent.data) : null;
}

/** Who did it: a person or an agent, by name or id. */
export function ActorInput({ id, value, onChoose }: { id: string; value: string; onChoose: (id: string) => void }) {
  return (
    <NamedInput
      id={id}
      value={value}
      name={useActorName(value)}
      find={useFindActors()}
      onChoose={onChoose}
      placeholder="A name, per_… or agt_…"
    />
  );
}
