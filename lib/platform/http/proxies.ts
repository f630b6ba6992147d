import { BlockList, isIP, isIPv4 } from "node:net";
import { env } from "@/lib/platform/env";
import { processWide } from "@/lib/platform/process-wide";

/** One address in one spelling: IPv4 inside IPv6 as IPv4, without brackets, port or zone; undefined for what is no address. */
export function plainAddress(text: string): string | undefined {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.replace(/:\d+$/, "") : text);
  const address = bare.replace(/%.*$/, "").replace(/^::ffff:(?=[\d.]+$)/i, "");
  return isIP(address) ? address.toLowerCase() : undefined;
}

function trusted(): BlockList {
  return processWide("trusted-proxies", () => {
    const list = new BlockList();
    for (const { address, prefix } of env().SIGNALBOX_TRUSTED_PROXIES)
      list.addSubnet(address, prefix, isIPv4(address) ? "ipv4" : "ipv6");
    return list;
  });
}

/** Whether an address is one of the configured proxies, whose X-Forwarded-* are believed. */
export function isTrustedProxy(address: string): boolean {
  const plain = plainAddress(address);
  return plain !== undefined && trusted().check(plain, isIPv4(plain) ? "ipv4" : "ipv6");
}

/**
 * Where a request came from: the right-most address that is no trusted proxy, going from the connection's own address through
 * X-Forwarded-For to the left. What stands further left was sent by that address and may be made up.
 */
export function addressBehind(
  peer: string,
  forwardedFor: string | null,
  isTrusted: (address: string) => boolean = isTrustedProxy,
): string {
  let address = plainAddress(peer) ?? peer;
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean);
  while (isTrusted(address)) {
    const next = plainAddress(hops.pop() ?? "");
    if (next === undefined) break;
    address = next;
  }
  return address;
}
