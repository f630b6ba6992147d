"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { FoundNames, NamedOption } from "@/components/patterns/forms/named-input.rules";

/** Milliseconds in which the same words are not asked for again. */
const keptMs = 60_000;
/** A list is searched by no more than this. */
const longestWords = 100;

export interface NamedSearch<T> {
  /** Reads the list's first page that has the words in it; what was read in the last `staleTime` milliseconds is good. */
  read: (
    queries: QueryClient,
    words: string,
    staleTime: number,
  ) => Promise<{ pages: readonly { items: readonly T[]; nextCursor: string | null }[] }>;
  option: (item: T) => NamedOption;
  /** What a label adds to a name begins with this, and is nothing to search by. */
  addedFrom: string;
}

/** Finds things by words of their names, for a field that names one. @param search of the module, the same in every render */
export function useFindNamed<T>(search: NamedSearch<T>): (words: string) => Promise<FoundNames> {
  const queries = useQueryClient();
  return useCallback(
    async (words) => {
      const name = words.split(search.addedFrom)[0]?.slice(0, longestWords) ?? "";
      const { pages } = await search.read(queries, name, keptMs);
      return {
        options: pages.flatMap((page) => page.items).map(search.option),
        more: pages.some((page) => page.nextCursor !== null),
      };
    },
    [queries, search],
  );
}
