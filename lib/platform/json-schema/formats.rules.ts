import { isUri, isUriReference, isUriTemplate, isUrl } from "./uri-formats.rules";
import { isHostname, isIpv4, isIpv6 } from "./host-formats.rules";
import { isDate, isDateTime, isDuration, isIsoDateTime, isIsoTime, isTime } from "./time-formats.rules";

export type Format =
  | { type: "string"; test: (text: string) => boolean }
  | { type: "number"; test: (value: number) => boolean };

const text = (test: (text: string) => boolean): Format => ({ type: "string", test });
const number = (test: (value: number) => boolean): Format => ({ type: "number", test });
/** Expressions here have no two ways through a text, so that any text takes the time of its length. */
const written = (expression: RegExp): Format => text((value) => expression.test(value));

function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  const local = value.slice(0, at);
  // RFC 5321, 4.1.2: a dot-string of at most 64 octets before the @, a domain after it.
  return (
    at > 0 &&
    local.length <= 64 &&
    /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) &&
    isHostname(value.slice(at + 1))
  );
}

const maxExpressionLength = 1_000;

function isExpression(value: string): boolean {
  try {
    // Only parsed, never run; parsing takes the time of its length.
    return value.length <= maxExpressionLength && new RegExp(value, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

const isBase64 = (value: string) => value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);

/** What `format` may ask for (JSON Schema 2020-12, Validation, 7.3, and OpenAPI's); of other names see vocabulary.rules. */
export const formats: ReadonlyMap<string, Format> = new Map([
  ["date", text(isDate)],
  ["time", text(isTime)],
  ["date-time", text(isDateTime)],
  ["iso-time", text(isIsoTime)],
  ["iso-date-time", text(isIsoDateTime)],
  ["duration", text(isDuration)],
  ["email", text(isEmail)],
  ["hostname", text(isHostname)],
  ["ipv4", text(isIpv4)],
  ["ipv6", text(isIpv6)],
  ["uri", text(isUri)],
  ["uri-reference", text(isUriReference)],
  ["uri-template", text(isUriTemplate)],
  ["url", text(isUrl)],
  ["uuid", written(/^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i)],
  ["json-pointer", written(/^(?:\/(?:[^~/]|~[01])*)*$/)],
  ["json-pointer-uri-fragment", written(/^#(?:\/(?:[\w\-.!$&'()*+,;:=@]|%[0-9a-f]{2}|~[01])*)*$/i)],
  ["relative-json-pointer", written(/^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/)],
  ["regex", text(isExpression)],
  ["byte", text(isBase64)],
  ["int32", number((value) => Number.isInteger(value) && Math.abs(value + 0.5) < 2 ** 31)],
  ["int64", number((value) => Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63)],
]);
