"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { agentLabel, useFindAgents } from "@/components/agents/use-find-agents";
import { NamedInput } from "@/components/patterns/named-input";
import type { NamedOption } from "@/components/patterns/named-input.rules";
import { useCan } from "@/components/people/use-can";
import { agentQuery } from "@/lib/agents/agent.client";
import { peopleQuery, personQuery } from "@/lib/people/people.client";
import type { Person } from "@/lib/people/people.schemas";

const keptMs = 60_000;
const longestWords = 100;

/** Two people may share a name; nobody shares an address. */
function personLabel({ name, email }: Pick<Person, "name" | "email">): string {
  return `${name}, ${email}`;
}

/** Finds people and agents by name, as far as the reader may see them. */
function useFindActors(): (words: string) => Promise<NamedOption[]> {
  const queries = useQueryClient();
  const findAgents = useFindAgents();
  const seesPeople = useCan("person:read");
  const seesAgents = useCan("agent:read");
  return useCallback(
    async (words) => {
      const q = words.split(",")[0]?.slice(0, longestWords) ?? "";
      const [people, agents] = await Promise.all([
        seesPeople ? queries.fetchInfiniteQuery({ ...peopleQuery({ q, role: "", status: "" }), staleTime: keptMs }) : { pages: [] },
        seesAgents ? findAgents(words) : [],
      ]);
      return [...people.pages.flatMap((page) => page.items).map((person) => ({ id: person.id, label: personLabel(person) })), ...agents];
    },
    [queries, findAgents, seesPeople, seesAgents],
  );
}

/** What the actor of an id is called today; null where nobody here has it. */
function useActorName(id: string): string | null {
  const person = useQuery({ ...personQuery(id), enabled: useCan("person:read") && id.startsWith("per_"), retry: false });
  const agent = useQuery({ ...agentQuery(id), enabled: useCan("agent:read") && id.startsWith("agt_"), retry: false });
  if (person.data?.id === id) return personLabel(person.data);
  return agent.data?.id === id ? agentLabel(agent.data) : null;
}

/** Who did it: a person or an agent, by name or id. */
export function ActorInput({ id, value, onChoose }: { id: string; value: string; onChoose: (id: string) => void }) {
  return <NamedInput id={id} value={value} name={useActorName(value)} find={useFindActors()} onChoose={onChoose} placeholder="A name, per_… or agt_…" />;
}
