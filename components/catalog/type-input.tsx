"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { NamedInput } from "@/components/patterns/named-input";
import type { NamedOption } from "@/components/patterns/named-input.rules";
import { actionTypeQuery, actionTypesQuery } from "@/lib/catalog/catalog.client";
import type { ActionType } from "@/lib/catalog/action-type.schemas";

const keptMs = 60_000;
const longestWords = 100;

function typeLabel({ name, title }: Pick<ActionType, "name" | "title">): string {
  return title === name ? name : `${title} (${name})`;
}

function useFindTypes(): (words: string) => Promise<NamedOption[]> {
  const queries = useQueryClient();
  return useCallback(
    async (words) => {
      const q = words.split(" (")[0]?.slice(0, longestWords) ?? "";
      const found = await queries.fetchInfiniteQuery({ ...actionTypesQuery(q), staleTime: keptMs });
      return found.pages.flatMap((page) => page.items).map((type) => ({ id: type.name, label: typeLabel(type) }));
    },
    [queries],
  );
}

export interface TypeInputProps {
  /** Name of the chosen action type; empty for none. */
  value: string;
  onChoose: (name: string) => void;
}

/** One action type, by its title or name. A name that the catalog does not know may be asked for all the same, and is taken as it is. */
export function TypeInput({ value, onChoose }: TypeInputProps) {
  const find = useFindTypes();
  const { data } = useQuery({ ...actionTypeQuery(value), enabled: value !== "", retry: false });
  return <NamedInput value={value} name={data?.name === value ? typeLabel(data) : null} find={find} onChoose={onChoose} placeholder="Title or name" />;
}
