"use client";

import { useQuery } from "@tanstack/react-query";
import { NamedInput } from "@/components/patterns/forms/named-input";
import { type NamedSearch, useFindNamed } from "@/components/patterns/forms/use-find-named";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { actionTypeQuery, actionTypesQuery } from "@/lib/catalog/catalog.client";

function typeLabel({ name, title }: Pick<ActionType, "name" | "title">): string {
  return title === name ? name : `${title} (${name})`;
}

const search: NamedSearch<ActionType> = {
  read: (queries, q, staleTime) => queries.fetchInfiniteQuery({ ...actionTypesQuery({ q, sort: "" }), staleTime }),
  option: (type) => ({ id: type.name, label: typeLabel(type) }),
  addedFrom: " (",
};

export interface TypeInputProps {
  /** Name of the chosen action type; empty for none. */
  value: string;
  onChoose: (name: string) => void;
}

/** One action type, by its title or name. A name that the catalog does not know may be asked for all the same, and is taken as it is. */
export function TypeInput({ value, onChoose }: TypeInputProps) {
  const find = useFindNamed(search);
  const { data } = useQuery({ ...actionTypeQuery(value), enabled: value !== "", retry: false });
  return (
    <NamedInput
      value={value}
      name={data?.name === value ? typeLabel(data) : null}
      find={find}
      onChoose={onChoose}
      placeholder="Title or name"
    />
  );
}
