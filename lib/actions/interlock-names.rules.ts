/**
 * Every interlock that a verdict may name, in the order in which they answer, with its title on screens. The API and what it has written
 * down depend on these names: one is never taken away. One may stand here before anything answers by it (lib/gate/interlocks.rules.ts).
 */
export const knownInterlocks = [
  { name: "identity", title: "identity" },
  { name: "stop", title: "stop" },
  { name: "agent_status", title: "agent status" },
  { name: "breaker", title: "breaker" },
  { name: "budget", title: "budget" },
  { name: "catalog", title: "catalog" },
  { name: "permission", title: "permission" },
  { name: "policy", title: "policy" },
  { name: "jurisdiction", title: "jurisdiction" },
  { name: "confidence", title: "confidence" },
  { name: "zone", title: "zone" },
  { name: "behaviour", title: "behaviour" },
  { name: "queue", title: "queue" },
] as const;
export type InterlockName = (typeof knownInterlocks)[number]["name"];

export const interlockNames: readonly InterlockName[] = knownInterlocks.map(({ name }) => name);

const titles: ReadonlyMap<string, string> = new Map(knownInterlocks.map(({ name, title }) => [name, title]));

/** What people call it. A console that was opened before an update may meet a name it does not know. */
export const interlockTitle = (name: string): string => titles.get(name) ?? name.replaceAll("_", " ");
