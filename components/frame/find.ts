import type { z } from "zod";
import type { NavigationItem } from "@/components/frame/navigation.rules";
import { FoundActions, FoundAgents, FoundPeople, FoundRuns, FoundTypes } from "@/components/frame/search.schemas";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import type { Permission } from "@/lib/platform/permissions.rules";
import { api, routes } from "@/lib/platform/routes";

/** Something that was found, and where it is. */
export interface Found {
  id: string;
  label: string;
  group: "Actions" | "Agents" | "Runs" | "People" | "Catalog" | "Audit";
  icon: NavigationItem["id"];
  href: string;
}

/** An entry's number, as the log writes it. */
const entryNumber = /^#?(\d{1,15})$/;

/**
 * What words, or a whole id, find: actions, agents, runs, people and the catalog's entries, five of each at most, as far as the person may
 * read them; an entry of the log by its number; and the log's own search for the words.
 */
export async function find(
  query: string,
  permissions: ReadonlyArray<Permission>,
  signal: AbortSignal,
): Promise<Found[]> {
  const words = new URLSearchParams({ q: query, limit: "5" }).toString();
  async function look<T>(
    permission: Permission,
    url: string,
    schema: z.ZodType<{ items: T[] }>,
    shown: (item: T) => Found,
  ): Promise<Found[]> {
    if (!permissions.includes(permission)) return [];
    const { items } = await fetchJson(`${url}?${words}`, { schema: () => Promise.resolve(schema), signal });
    return items.map(shown).map((found) => ({ ...found, label: spelledOut(found.label) }));
  }
  const found = await Promise.all([
    look("action:read", api.actions(), FoundActions, ({ id, sentence }) => ({
      id,
      label: sentence,
      group: "Actions",
      icon: "approvals",
      href: routes.approval(id),
    })),
    look("agent:read", api.agents(), FoundAgents, ({ id, name, kind }) => ({
      id,
      label: `${name} (${kind})`,
      group: "Agents",
      icon: "agents",
      href: routes.agent(id),
    })),
    look("run:read", api.runs(), FoundRuns, ({ id, task }) => ({
      id,
      label: task,
      group: "Runs",
      icon: "runs",
      href: routes.run(id),
    })),
    look("person:read", api.people(), FoundPeople, ({ id, name, email, role }) => ({
      id,
      label: `${name} (${email}, ${role})`,
      group: "People",
      icon: "people",
      href: routes.people({ q: email }),
    })),
    look("catalog:read", api.actionTypes(), FoundTypes, ({ name, title }) => ({
      id: `type-${name}`,
      label: title === name ? name : `${title} (${name})`,
      group: "Catalog",
      icon: "catalog",
      href: routes.actionType(name),
    })),
  ]);
  return [...found.flat(), ...(permissions.includes("audit:read") ? inTheLog(query) : [])];
}

function inTheLog(query: string): Found[] {
  const number = entryNumber.exec(query)?.[1];
  const entry: Found[] =
    number === undefined
      ? []
      : [
          {
            id: `entry-${number}`,
            label: `Entry ${number}`,
            group: "Audit",
            icon: "audit",
            href: routes.auditEntry(Number(number)),
          },
        ];
  return [
    ...entry,
    {
      id: "log",
      label: `Search the log for “${query}”`,
      group: "Audit",
      icon: "audit",
      href: routes.audit({ q: query }),
    },
  ];
}
