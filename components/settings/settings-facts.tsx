import { CopyButton } from "@/components/patterns/copy/copy-button";
import { Panel } from "@/components/patterns/page/panel";
import { KeyValueTable } from "@/components/patterns/values/key-value-table";
import type { Settings } from "@/lib/workspaces/settings.schemas";

/** What was fixed when the workspace was made. */
export function SettingsFacts({ settings }: { settings: Settings }) {
  return (
    <Panel title="Fixed" meta="since the workspace was made">
      <KeyValueTable
        caption="What cannot be changed"
        rows={[
          {
            key: "slug",
            label: "Short name",
            value: <Copyable text={settings.slug} />,
            hint: "Names the workspace in requests, in the header Signalbox-Workspace.",
          },
          {
            key: "origin",
            label: "Audit origin",
            value: <Copyable text={settings.auditOrigin} />,
            hint: "The log's name in every signed checkpoint.",
          },
        ]}
      />
    </Panel>
  );
}

function Copyable({ text }: { text: string }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <code className="text-mono [overflow-wrap:anywhere]">{text}</code>
      <CopyButton text={text} />
    </span>
  );
}
