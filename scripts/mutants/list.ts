import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../paths";
import { byHand } from "./by-hand";
import type { Mutation } from "./mutation";
import { ofVersions } from "./of-versions";
import { ofBreakers } from "./of-breakers";
import { ofDecisions } from "./of-decisions";
import { ofJobs } from "./of-jobs";

const authority = ["lib/sessions/authority-lost.int.test.ts"];
/** Services that ask again, in the transaction that changes something, whether the person still has the right. */
const asking = [
  "agents/agent",
  "alarms/alarm",
  "approvals/claim",
  "approvals/decide",
  "approvals/withdraw",
  "breakers/breaker",
  "budgets/budget",
  "breakers/reset",
  "catalog/catalog",
  "catalog/change-type",
  "catalog/type-proposal",
  "discussion/discussion",
  "jobs/job",
  "keys/key",
  "people/invitation",
  "people/membership",
  "stops/reason",
  "stops/rearm",
  "stops/stop",
  "teams/team",
  "workspaces/settings",
].map((service) => `lib/${service}.service.ts`);

/** Each place of a file that matches, as a mutation. */
function everyPlace(
  file: string,
  pattern: RegExp,
  make: (text: string, place: number) => Omit<Mutation, "file" | "from" | "at">,
): Mutation[] {
  const seen = new Map<string, number>();
  return [...readFileSync(join(repositoryRoot, file), "utf8").matchAll(pattern)].map(([from], place) => {
    const at = seen.get(from) ?? 0;
    seen.set(from, at + 1);
    return { file, from, at, ...make(from, place) };
  });
}

const lostAuthority = asking.flatMap((file) =>
  everyPlace(file, /await confirmPermission\(tx, caller, "[\w:]+"\)/g, (from, place) => ({
    name: `${file}, ${place + 1}: a role taken away is used (${from})`,
    to: "caller",
    tests: authority,
  })),
);

const withoutEpoch = `(async (workspaceId, work) => (await import("@/lib/platform/db/transactions")).transaction((tx) => work(tx, 1n)))(`;
const keptEpoch = asking.flatMap((file) =>
  everyPlace(file, /(?:await|return) controlChange\(/g, (from, place) => ({
    name: `${file}, ${place + 1}: a control changes, and the epoch stays`,
    to: from.replace("controlChange(", withoutEpoch),
    tests: authority,
  })),
);

export const mutations: readonly Mutation[] = [
  ...lostAuthority,
  ...keptEpoch,
  ...ofDecisions,
  ...byHand,
  ...ofBreakers,
  ...ofJobs,
  ...ofVersions,
];
