/** The zones this machine knows by their IANA names. */
export function timeZones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}
