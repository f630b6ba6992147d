import { isIpv6 } from "./host-formats.rules";

/** RFC 3986. Each part is split off first and then read once, so that no text is tried in two ways. */
const scheme = /^[a-z][a-z0-9+.-]*:/i;
const path = /^(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-f]{2})*$/i;
const queryOrFragment = /^(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*$/i;
const userinfo = /^(?:[\w\-.~!$&'()*+,;=:]|%[0-9a-f]{2})*$/i;
const registeredName = /^(?:[\w\-.~!$&'()*+,;=]|%[0-9a-f]{2})*$/i;

/** What stands before and after the first of a mark; null where there is none. */
function split(text: string, mark: string): [string, string | null] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + mark.length)];
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  if (at !== -1 && !userinfo.test(authority.slice(0, at))) return false;
  const rest = authority.slice(at + 1);
  const literal = /^\[([^\]]*)\](?::[0-9]*)?$/.exec(rest)?.[1];
  if (literal !== undefined) return isIpv6(literal) || /^v[0-9a-f]+\.[\w\-.~!$&'()*+,;=:]+$/i.test(literal);
  const [host, port] = split(rest, ":");
  return registeredName.test(host) && (port === null || /^[0-9]*$/.test(port));
}

function isHierarchy(text: string): boolean {
  const [beforeFragment, fragment] = split(text, "#");
  const [beforeQuery, query] = split(beforeFragment, "?");
  if (![fragment, query].every((part) => part === null || queryOrFragment.test(part))) return false;
  if (!beforeQuery.startsWith("//")) return path.test(beforeQuery);
  const end = beforeQuery.indexOf("/", 2);
  return (
    isAuthority(end === -1 ? beforeQuery.slice(2) : beforeQuery.slice(2, end)) &&
    path.test(end === -1 ? "" : beforeQuery.slice(end))
  );
}

export function isUri(text: string): boolean {
  const found = scheme.exec(text)?.[0];
  return found !== undefined && text.length > found.length && isHierarchy(text.slice(found.length));
}

export function isUriReference(text: string): boolean {
  if (isUri(text)) return true;
  // The first part of a relative path has no colon, which would make it a scheme.
  return isHierarchy(text) && !/^[^/?#]*:/.test(text);
}

/** An address on the web, with a host. */
export function isUrl(text: string): boolean {
  return /^(?:https?|ftp):\/\/[^/?#:@]/i.test(text) && isUri(text);
}

const name = /^(?:[\w]|%[0-9a-f]{2})(?:\.?(?:\w|%[0-9a-f]{2}))*$/i;
const variable = (text: string) => name.test(text.replace(/(?::[1-9][0-9]{0,3}|\*)$/, ""));

/** RFC 6570: literals, and expressions in braces. */
export function isUriTemplate(text: string): boolean {
  return text.split("{").every((part, i) => {
    const [expression, literal] = i === 0 ? [null, part] : split(part, "}");
    if (literal === null || !/^(?:[^\x00-\x20"'<>%\\^`{|}]|%[0-9a-f]{2})*$/i.test(literal)) return false;
    return (
      expression === null ||
      expression
        .replace(/^[+#./;?&=,!@|]/, "")
        .split(",")
        .every(variable)
    );
  });
}
