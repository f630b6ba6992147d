import { Download } from "lucide-react";
import { CopyButton } from "@/components/patterns/copy/copy-button";
import { Panel } from "@/components/patterns/page/panel";
import { buttonClass } from "@/components/ui/button-class";
import { api } from "@/lib/platform/routes";

/** What an outsider needs to check an entry without this server. */
export function TakeAway({ seq, workspaceSlug }: { seq: number; workspaceSlug: string }) {
  const workspace = `?workspace=${encodeURIComponent(workspaceSlug)}`;
  const command = `signalbox-verify entry-${seq}.tlog-proof --entry entry-${seq}.json --key ${workspaceSlug}.vkey`;
  const files = [
    { href: api.auditEntry(seq), name: `entry-${seq}.json`, label: "The entry" },
    { href: api.auditProof(seq), name: `entry-${seq}.tlog-proof`, label: "Its proof" },
    { href: api.auditKey(), name: `${workspaceSlug}.vkey`, label: "The key" },
  ];
  return (
    <Panel title="Download the proof" meta="for someone who does not trust this server" padded>
      <div className="flex flex-wrap gap-2">
        {files.map(({ href, name, label }) => (
          <a key={name} href={`${href}${workspace}`} download={name} className={buttonClass("default", "md")}>
            <Download size={14} aria-hidden="true" />
            {label}
          </a>
        ))}
      </div>
      <p className="mt-3 text-ink-soft">
        With the three files, the verifier from its source and no network, anyone can run:
      </p>
      <div className="mt-1.5 flex flex-wrap items-start gap-2 rounded-md border border-line-soft bg-sunk p-2">
        <code className="text-mono min-w-0 flex-1 py-1 [overflow-wrap:anywhere]">{command}</code>
        <CopyButton text={command} label="Copy command" />
      </div>
    </Panel>
  );
}
