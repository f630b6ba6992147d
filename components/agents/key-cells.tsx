import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Badge } from "@/components/ui/badge";
import type { ApiKey } from "@/lib/keys/key.schemas";

/** What tells a key from the others: its name, how it begins, what it may do, what it replaced. */
export function KeyCells({ apiKey, keys }: { apiKey: ApiKey; keys: readonly ApiKey[] }) {
  const successor = keys.find((other) => other.rotatedFromId === apiKey.id);
  return (
    <div className="flex flex-col gap-1">
      <span className="flex flex-wrap items-baseline gap-x-2">
        {apiKey.name}
        <code className="text-mono font-normal text-mute">{apiKey.prefix}…</code>
      </span>
      <span className="flex flex-wrap gap-1 font-normal">
        {apiKey.scopes.map((scope) => (
          <Badge key={scope}>{scope}</Badge>
        ))}
      </span>
      <span className="text-xs font-normal text-mute md:hidden">
        {apiKey.revokedAt ? "ended" : "ends"} <TimeAgo at={apiKey.revokedAt ?? apiKey.expiresAt} tabbable={false} />
      </span>
      {successor ? (
        <span className="text-xs font-normal text-mute">
          replaced by <code className="text-mono">{successor.prefix}…</code>
        </span>
      ) : null}
    </div>
  );
}
