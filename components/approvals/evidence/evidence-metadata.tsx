import { asJson } from "@/components/approvals/evidence/as-json";
import { Card } from "@/components/patterns/page/panel";
import { ParameterTable } from "@/components/patterns/values/parameter-table";
import type { JsonObject } from "@/lib/platform/common.schemas";

/** What the agent's program sent along for itself: kept with the action, and nothing that will run. Shown as it came, never as words of ours. */
export function EvidenceMetadata({ metadata }: { metadata: JsonObject | null }) {
  if (metadata === null || Object.keys(metadata).length === 0) return null;
  return (
    <div className="mt-3">
      <h4 className="mb-1.5 text-sm font-medium text-mute">What it sent along (metadata)</h4>
      <Card>
        <ParameterTable parameters={asJson(metadata)} caption="Metadata that the agent sent along" />
      </Card>
    </div>
  );
}
