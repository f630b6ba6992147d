/** How much is at stake, as the catalog says of a type of action and the gate of an action: from what runs by itself to what always takes a person. */
export const zones = ["green", "yellow", "red"] as const;
export type Zone = (typeof zones)[number];

/** The riskier of two zones. */
export function riskier(a: Zone, b: Zone): Zone {
  return zones.indexOf(a) >= zones.indexOf(b) ? a : b;
}

/** 0 for red, so that red leads the queue. */
export function zoneRank(zone: Zone): number {
  return zones.length - 1 - zones.indexOf(zone);
}
