import { settingLabels } from "@/components/catalog/setting-labels";
import { DiffView } from "@/components/patterns/values/diff-view";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import type { TypeSettings } from "@/lib/catalog/catalog.rules";

/** Nothing set and nothing there are the same to a reader. */
function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

function pick(settings: Partial<TypeSettings>, fields: readonly (keyof TypeSettings)[]): JsonValue {
  return Object.fromEntries(
    fields.filter((field) => !isEmpty(settings[field])).map((field) => [field, settings[field]]),
  ) as JsonValue;
}

export interface SettingsDiffProps {
  before: Partial<TypeSettings>;
  after: Partial<TypeSettings>;
  /** The settings that are compared. */
  fields: readonly (keyof TypeSettings)[];
  caption: string;
}

/** Some settings of an entry before and after, value by value. */
export function SettingsDiff({ before, after, fields, caption }: SettingsDiffProps) {
  return (
    <DiffView caption={caption} schema={settingLabels} before={pick(before, fields)} after={pick(after, fields)} />
  );
}
