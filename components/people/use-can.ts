"use client";

import { useQuery } from "@tanstack/react-query";
import { ownMeQuery } from "@/lib/people/account.client";
import type { Permission } from "@/lib/platform/permissions.rules";

/** Whether the reader may do something here, by the one permission table: what leads nowhere for them is not offered. */
export function useCan(permission: Permission): boolean {
  // The frame reads it with the page and keeps it up to date.
  const { data } = useQuery({ ...ownMeQuery(), staleTime: Number.POSITIVE_INFINITY });
  return data?.permissions.includes(permission) ?? false;
}
