import { interlockNames } from "@/lib/actions/interlock-names.rules";
import type { ControlSource } from "@/lib/judging/control-source.rules";
import type { Interlock } from "@/lib/judging/interlock.rules";
import * as registered from "./interlocks/registered.rules";
import { typesInForce } from "./types-in-force.rules";

/** Every interlock answers, in this order, even when an earlier one denied: people must see all of the answers. */
export const interlocks: readonly Interlock[] = Object.values<Interlock>(registered).sort(
  (a, b) => interlockNames.indexOf(a.name) - interlockNames.indexOf(b.name),
);

/** What is read of a workspace's controls: the catalog, by which every subject is made, and what interlocks judge by, each once. */
export const controlSources: readonly ControlSource<unknown, unknown>[] = [
  ...new Set([typesInForce, ...interlocks.flatMap(({ reads }) => reads ?? [])]),
];
