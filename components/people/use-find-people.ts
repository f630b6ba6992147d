"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { NamedOption } from "@/components/patterns/named-input.rules";
import { peopleQuery } from "@/lib/people/people.client";
import type { Person } from "@/lib/people/people.schemas";

const keptMs = 60_000;
const longestWords = 100;

/** Two people may share a name; nobody shares an address. */
export function personLabel({ name, email }: Pick<Person, "name" | "email">): string {
  return `${name}, ${email}`;
}

/** Finds people by words of their name or address. For who may read them. */
export function useFindPeople(): (words: string) => Promise<NamedOption[]> {
  const queries = useQueryClient();
  return useCallback(
    async (words) => {
      const q = words.split(",")[0]?.slice(0, longestWords) ?? "";
      const found = await queries.fetchInfiniteQuery({ ...peopleQuery({ q, role: "", status: "" }), staleTime: keptMs });
      return found.pages.flatMap((page) => page.items).map((person) => ({ id: person.id, label: personLabel(person) }));
    },
    [queries],
  );
}
