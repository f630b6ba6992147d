import { typeid } from "typeid-js";

/** Typed prefixes of every id; the suffix is a UUIDv7 in base32, so ids sort by time (TypeID 0.3). */
export const prefixes = {
  workspace: "wsp",
  person: "per",
  session: "ses",
  personalToken: "pat",
  invitation: "inv",
  team: "tea",
  agent: "agt",
  key: "key",
  run: "run",
  actionType: "aty",
  controlVersion: "cvn",
  action: "act",
  approval: "apr",
  savedView: "svw",
  message: "msg",
  stop: "stp",
  breaker: "brk",
  breakerTrip: "btr",
  budget: "bud",
  budgetRaise: "bur",
  alarm: "alm",
  job: "job",
  entry: "aud",
  request: "req",
} as const;
export type IdKind = keyof typeof prefixes;

export function newId(kind: IdKind): string {
  return typeid(prefixes[kind]).toString();
}
