import { settingLabels } from "@/components/catalog/setting-labels";
import { schemaLabel } from "@/components/patterns/schema/schema-labels";
import { formatQuantity } from "@/lib/platform/format";

const most = 4;

/** Which settings differ, in words, from the places in which they do: "Zone · Schema · 2 more settings". */
export function changedWords(paths: readonly string[]): string {
  const fields = [...new Set(paths.map((path) => /^[A-Za-z]+/.exec(path)?.[0] ?? path))];
  const labels = fields.map((field) => schemaLabel(settingLabels, [field]).title ?? field);
  const rest = labels.length - most;
  return rest > 0
    ? `${labels.slice(0, most).join(" · ")} · ${formatQuantity(rest, "more setting", "more settings")}`
    : labels.join(" · ");
}
