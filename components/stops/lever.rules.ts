import type { StopScopeType } from "@/lib/scopes/stop.rules";
import type { Stop } from "@/lib/stops/stop.schemas";

/** One lever of the frame. */
export interface Lever {
  key: string;
  type: StopScopeType;
  /** Which one; null for the workspace. */
  id: string | null;
  /** What it holds, as its plate says: "finance". */
  name: string;
  /** The stop that stands on it; null where it stands at normal. */
  stop: Stop | null;
  /** It stands at normal, and what it names is stopped all the same: the lever of everything is pulled. */
  heldByEverything: boolean;
}

const order: readonly StopScopeType[] = ["workspace", "kind", "action", "resource", "agent", "run"];
const keyOf = (type: StopScopeType, id: string | null) => JSON.stringify([type, id]);
const leverOf = ({ type, id, name }: Stop["scope"], stop: Stop | null): Omit<Lever, "heldByEverything"> => ({
  key: keyOf(type, id),
  type,
  id,
  name: type === "workspace" ? "Everything" : (name ?? id ?? "?"),
  stop,
});

const isEverythingPulled = (stops: readonly Stop[]): boolean =>
  stops.some(({ scope, status }) => scope.type === "workspace" && status === "pulled");

/**
 * The levers of the frame: the workspace's and one for each kind are always there, others while a stop stands on them. Of a scope that is
 * on probation and was pulled anew, the lever shows what is pulled.
 */
export function leversOf(stops: readonly Stop[], kinds: readonly string[]): Lever[] {
  const levers = new Map<string, Omit<Lever, "heldByEverything">>();
  const put = (lever: Omit<Lever, "heldByEverything">) => {
    if (levers.get(lever.key)?.stop?.status !== "pulled") levers.set(lever.key, lever);
  };
  put(leverOf({ type: "workspace", id: null, name: null }, null));
  for (const kind of kinds) put(leverOf({ type: "kind", id: kind, name: null }, null));
  for (const stop of stops) put(leverOf(stop.scope, stop));
  const everything = isEverythingPulled(stops);
  return [...levers.values()]
    .map((lever) => ({ ...lever, heldByEverything: everything && lever.stop?.status !== "pulled" }))
    .sort(
      (a, b) => order.indexOf(a.type) - order.indexOf(b.type) || a.name.localeCompare(b.name, "en", { numeric: true }),
    );
}

const counted = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** The state of all levers in a sentence, and how grave it is. */
export function stateInWords(stops: readonly Stop[]): { signal: "normal" | "caution" | "danger"; words: string } {
  const pulled = stops.filter(({ status }) => status === "pulled");
  const probation = stops.length - pulled.length;
  const also = probation > 0 ? `${counted(probation, "stop is", "stops are")} on probation` : "";
  if (isEverythingPulled(stops)) {
    const others = pulled.length - 1;
    const more = others > 0 ? `${counted(others, "more lever is", "more levers are")} pulled` : "";
    return { signal: "danger", words: ["Everything is stopped", more, also].filter(Boolean).join("; ") };
  }
  if (pulled.length > 0)
    return {
      signal: "danger",
      words: [`${counted(pulled.length, "lever is", "levers are")} pulled`, also].filter(Boolean).join("; "),
    };
  return probation > 0 ? { signal: "caution", words: also } : { signal: "normal", words: "Nothing is stopped" };
}
