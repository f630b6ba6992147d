import { isIP, isIPv4 } from "node:net";

/** A range of addresses: `10.0.0.0/8`, `2001:db8::/32` or one address. @returns undefined for anything else */
export function parseRange(text: string): { address: string; prefix: number } | undefined {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (!isIP(address)) return undefined;
  const most = isIPv4(address) ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  return prefix <= most ? { address, prefix } : undefined;
}
