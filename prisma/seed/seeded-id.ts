import { TypeID } from "typeid-js";
import type { Dice } from "@/lib/demo/dice.rules";
import { prefixes, type IdKind } from "@/lib/platform/ids";

/** A TypeID as the application makes them (UUIDv7, RFC 9562), but of a given moment and from the scenario's own dice. */
export function seededId(kind: IdKind, at: Date, dice: Dice): string {
  const bytes = dice.bytes(16);
  const ms = at.getTime();
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return TypeID.fromUUIDBytes(prefixes[kind], bytes).toString();
}
