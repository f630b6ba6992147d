import type { ActionTypeVersion } from "@/lib/catalog/action-type.schemas";
import type { TypeSettings } from "@/lib/catalog/catalog.rules";

/** The settings that a version kept; those that came later than it are missing. */
export function keptSettings(kept: ActionTypeVersion): Partial<TypeSettings> {
  const { name: _name, version: _version, since: _since, difference: _difference, ...settings } = kept;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
