const maxHostname = 253;

/** RFC 1123, 2.1: labels of letters, digits and inner hyphens. One dot may end it. */
export function isHostname(text: string): boolean {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  return (
    name.length <= maxHostname &&
    name.split(".").every((label) => label.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label))
  );
}

const isOctet = (part: string) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255;

/** RFC 2673, 3.2: four numbers without leading zeros. */
export function isIpv4(text: string): boolean {
  if (text.length > 15) return false;
  const parts = text.split(".");
  return parts.length === 4 && parts.every(isOctet);
}

const groups = (text: string) => (text === "" ? [] : text.split(":"));

/** RFC 4291, 2.2: eight groups; one run of zeros may be left out; the last two may be an IPv4 address. */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const all = halves.flatMap(groups);
  const last = all.at(-1) ?? "";
  const hasIpv4 = last.includes(".");
  // An address of the older kind stands at the end, and nothing follows it.
  if (hasIpv4 && (!isIpv4(last) || text.endsWith("::"))) return false;
  const hex = hasIpv4 ? all.slice(0, -1) : all;
  const count = hex.length + (hasIpv4 ? 2 : 0);
  return hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (halves.length === 2 ? count < 8 : count === 8);
}
