"use client";

import type { FoundNames } from "@/components/patterns/forms/named-input.rules";
import { type NamedSearch, useFindNamed } from "@/components/patterns/forms/use-find-named";
import { peopleQuery } from "@/lib/people/people.client";
import type { Person } from "@/lib/people/people.schemas";

/** Two people may share a name; nobody shares an address. */
export function personLabel({ name, email }: Pick<Person, "name" | "email">): string {
  return `${name}, ${email}`;
}

const search: NamedSearch<Person> = {
  read: (queries, q, staleTime) =>
    queries.fetchInfiniteQuery({ ...peopleQuery({ q, role: "", status: "", sort: "" }), staleTime }),
  option: (person) => ({ id: person.id, label: personLabel(person) }),
  addedFrom: ",",
};

/** Finds people by words of their name or address. For who may read them. */
export const useFindPeople = (): ((words: string) => Promise<FoundNames>) => useFindNamed(search);
