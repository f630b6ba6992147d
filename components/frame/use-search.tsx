"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { NavigationIcon } from "@/components/frame/navigation-icon";
import { leave } from "@/components/patterns/forms/leaving";
import type { Command } from "@/components/patterns/keys/commands";
import type { Permission } from "@/lib/platform/permissions.rules";

const shortest = 2;
const pauseMs = 180;

/** What the palette's words find on the server. How to look is fetched with the first words: most pages are left without any. */
export function useSearch(permissions: ReadonlyArray<Permission>): {
  results: Command[];
  searching: boolean;
  search: (query: string) => void;
} {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");

  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);

  const found = useQuery({
    queryKey: ["search", query],
    enabled: query.length >= shortest,
    staleTime: 10_000,
    queryFn: async ({ signal }) => (await import("@/components/frame/find")).find(query, permissions, signal),
  });

  const current = query === typed.trim() && query.length >= shortest ? found.data : undefined;
  return {
    results: (current ?? []).map(({ id, label, group, icon, href }) => ({
      id,
      label,
      group,
      icon: <NavigationIcon id={icon} size={14} />,
      run: () => leave(() => router.push(href)),
    })),
    searching: typed.trim().length >= shortest && current === undefined && !found.isError,
    search: setTyped,
  };
}
