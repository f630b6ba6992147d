import { nameKey, plainName } from "@/lib/platform/name-key.rules";
import { type ComparedScope, covers, type StopScopeType } from "./stop.rules";

/** What a type of the catalog declares about what its actions are done to. */
export interface ResourceDeclaration {
  /** The type of resource that each of its actions is done to; null where none is declared. */
  resourceType: string | null;
  /** Whether AB12 and ab12 are two resources. */
  resourceCaseSensitive: boolean;
}

/** What an action is asked under, in names. */
export interface DeedNames {
  kind: string;
  action: string;
  resource: { type: string; id: string } | null | undefined;
  /** The catalog's entries under the action's name, however that is spelled; none where there is no such entry. */
  declared: readonly ResourceDeclaration[];
}

// A stop and an action each have keys, made here from their names; the stop covers the action where they share one. So what a name is
// compared by is said once, and the database only looks whether two arrays meet.
//   kind finance             the kind
//   action pay               the action type
//   resource invoice:ab12    one resource, in whatever case
//   exactly invoice:AB12     one resource, for types that tell cases apart
//   any invoice              some resource of this type is named, wherever its type may end: met by a stop of the whole type
//   some invoice             it may be any of this type, and nobody knows which: met by a stop of any of them
const kindKey = (kind: string) => `kind ${nameKey(kind)}`;
const actionKey = (action: string) => `action ${nameKey(action)}`;
/** `type:id`, or a part of it, as it is stored: no spaces around colons. */
const plainResource = (text: string) => plainName(plainName(text).replace(/ ?: ?/gu, ":"));
const typeKey = (type: string) => nameKey(plainResource(type));
const anyOf = (type: string) => `any ${typeKey(type)}`;
const someOf = (type: string) => `some ${typeKey(type)}`;

function resourceKey(type: string, id: string, caseSensitive: boolean): string {
  return `${caseSensitive ? "exactly" : "resource"} ${typeKey(type)}:${nameKey(plainResource(id), { caseSensitive })}`;
}

/** More colons than a name of a stop may hold: an address of IPv6 under a type of two parts has nine. What weighs its keys is bounded by it. */
export const maxColons = 16;

/** How many colons the stored name of a resource holds. */
export function colonsIn(text: string): number {
  return text.split(":").length - 1;
}

/** Both halves of `type:id`, at every colon that may be the one between them, of the first ones that a stop may name. */
function halves(text: string): [type: string, id: string][] {
  return [...text.matchAll(/:/gu)]
    .slice(0, maxColons)
    .map(({ index }) => [text.slice(0, index), text.slice(index + 1)] as [string, string])
    .filter(([type, id]) => type !== "" && id !== "");
}

/** The keys of an agent's kind alone: for what an agent does that is no action, such as starting a run. */
export function keysOfKind(kind: string): string[] {
  return [kindKey(kind)];
}

/** Where every entry that speaks of this type of resource says so: one that does not makes two spellings one. */
function tellsCasesApart(declared: readonly ResourceDeclaration[], type: string): boolean {
  const own = declared.filter(({ resourceType }) => resourceType === null || typeKey(resourceType) === typeKey(type));
  return own.length > 0 && own.every(({ resourceCaseSensitive }) => resourceCaseSensitive);
}

/**
 * The keys of what is asked. An action that names no resource, or one of another type, where its type declares one, may be done to any of
 * that type; so may one that names `*`, or something that shows nothing.
 */
export function keysOfDeed({ kind, action, resource, declared }: DeedNames): string[] {
  const keys = [kindKey(kind), actionKey(action)];
  if (resource) {
    const namesNone = ["", "*"].includes(plainResource(resource.id));
    // vault and AB12:x, or vault:AB12 and x: both read vault:AB12:x, and both are some vault's.
    keys.push(
      anyOf(resource.type),
      ...halves(`${plainResource(resource.type)}:${plainResource(resource.id)}`).map(([of]) => anyOf(of)),
    );
    keys.push(
      namesNone
        ? someOf(resource.type)
        : resourceKey(resource.type, resource.id, tellsCasesApart(declared, resource.type)),
    );
  }
  for (const { resourceType: required } of declared) {
    if (required !== null && (!resource || typeKey(resource.type) !== typeKey(required)))
      keys.push(someOf(required), anyOf(required));
  }
  return [...new Set(keys)];
}

/** The keys of a stop of a kind, an action type or a resource; none for the other scopes, which go by ids. */
export function keysOfStop(type: StopScopeType, id: string | null): string[] {
  if (id === null) return [];
  if (type === "kind") return [kindKey(id)];
  if (type === "action") return [actionKey(id)];
  if (type !== "resource") return [];
  const pairs = halves(plainResource(id));
  return [
    ...new Set(
      pairs.flatMap(([of, one]) => [
        ...(one === "*" ? [anyOf(of)] : []),
        someOf(of),
        resourceKey(of, one, false),
        resourceKey(of, one, true),
      ]),
    ),
  ];
}

/** The key by which every action of this name goes, however it is spelled. */
export function keyOfAction(action: string): string {
  return actionKey(action);
}

/** A scope's name as it is stored: normalised, with its case where that may tell names apart. */
export function storedName(type: StopScopeType, id: string): string {
  if (type === "kind") return nameKey(id);
  return type === "resource" ? plainResource(id) : type === "action" ? plainName(id) : id;
}

/** Does this stop hold everything the agent could do, whatever it asks? */
export function stopsAgent(stop: ComparedScope, agent: { agentIds: readonly string[]; kind: string }): boolean {
  return covers(stop, { agentIds: agent.agentIds, runIds: [], nameKeys: keysOfKind(agent.kind) });
}
