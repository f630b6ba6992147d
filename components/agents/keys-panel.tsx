"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CreateKey } from "@/components/agents/create-key";
import { KeyCells } from "@/components/agents/key-cells";
import { RotateKey } from "@/components/agents/rotate-key";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { Panel } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { DataTable } from "@/components/patterns/tables/data-table";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { useNow } from "@/components/patterns/time/clock";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import { StatusMark } from "@/components/ui/status-mark";
import { agentKeys, revokeKey } from "@/lib/agents/agent.client";
import type { AgentDetail } from "@/lib/agents/agent.schemas";
import { keyRefusal, keyState } from "@/lib/keys/key.rules";
import type { ApiKey } from "@/lib/keys/key.schemas";
import { formatQuantity } from "@/lib/platform/format";

type Open = { kind: "rotate" | "revoke"; key: ApiKey } | null;

/** The agent's keys: what each may do, how long it lives, and the three things one does with keys. */
export function KeysPanel({ agent, mayManage }: { agent: AgentDetail; mayManage: boolean }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const now = useNow(30_000);
  const mayNot = mayManage ? keyRefusal(agent.status) : "Your role cannot manage keys.";
  const columns: Column<ApiKey>[] = [
    {
      id: "name",
      header: "Key",
      isRowHeader: true,
      first: "ascending",
      order: (key) => key.name,
      cell: (key) => <KeyCells apiKey={key} keys={agent.keys} />,
    },
    {
      id: "state",
      header: "State",
      width: "7rem",
      first: "ascending",
      order: (key) => keyState(key, now),
      cell: (key) => <KeyMark apiKey={key} now={now} />,
    },
    {
      id: "ends",
      header: "Ends",
      width: "8rem",
      priority: 2,
      order: (key) => Date.parse(key.revokedAt ?? key.expiresAt),
      cell: (key) => <TimeAgo at={key.revokedAt ?? key.expiresAt} tabbable={false} />,
    },
    {
      id: "used",
      header: "Last used",
      width: "8rem",
      priority: 3,
      order: (key) => (key.lastUsedAt ? Date.parse(key.lastUsedAt) : null),
      cell: (key) =>
        key.lastUsedAt ? <TimeAgo at={key.lastUsedAt} tabbable={false} /> : <span className="text-mute">never</span>,
    },
    {
      id: "created",
      header: "Made",
      width: "8rem",
      priority: 3,
      order: (key) => Date.parse(key.createdAt),
      cell: (key) => <TimeAgo at={key.createdAt} tabbable={false} className="text-mute" />,
    },
    {
      id: "do",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      width: "11rem",
      cell: (key) =>
        keyState(key, now) === "active" ? (
          <span className="inline-flex gap-1.5 max-sm:flex-col">
            <Button
              size="sm"
              aria-label={`Rotate ${keyLabel(key)}`}
              disabledReason={mayNot ?? rotated(key, agent.keys)}
              onClick={() => setOpen({ kind: "rotate", key })}
            >
              Rotate…
            </Button>
            <Button
              size="sm"
              variant="danger"
              aria-label={`Revoke ${keyLabel(key)}`}
              disabledReason={mayManage ? null : mayNot}
              onClick={() => setOpen({ kind: "revoke", key })}
            >
              Revoke…
            </Button>
          </span>
        ) : null,
    },
  ];
  return (
    <Panel
      title="Keys"
      meta={formatQuantity(agent.keys.filter((key) => keyState(key, now) === "active").length, "key") + " in force"}
      actions={<CreateKey agent={agent} disabledReason={mayNot} />}
    >
      <DataTable
        caption={`Keys of ${agent.name}`}
        columns={columns}
        whole
        rows={inForceFirst(agent.keys, now)}
        rowKey={(key) => key.id}
        empty={<NoKeys />}
      />
      {open?.kind === "rotate" ? <RotateKey agent={agent} apiKey={open.key} onClose={() => setOpen(null)} /> : null}
      <ConfirmDialog
        open={open?.kind === "revoke"}
        onOpenChange={(next) => {
          if (!next) setOpen(null);
        }}
        title={`Revoke the key ${open ? keyLabel(open.key) : ""}?`}
        description="The next request with it is refused, and so is every run that was started with it. This cannot be undone."
        confirmLabel="Revoke key"
        danger
        onConfirm={async () => {
          if (!open) return;
          await revokeKey(agent.id, open.key.id);
          await queries.invalidateQueries({ queryKey: agentKeys.one(agent.id) });
          toast(`Revoked: ${open.key.name}`);
        }}
      />
    </Panel>
  );
}

/** A key and the one it replaced share their name: only its beginning tells them apart. */
function keyLabel(key: ApiKey): string {
  return `${key.name} (${key.prefix}…)`;
}

function inForceFirst(keys: readonly ApiKey[], now: number): ApiKey[] {
  const isOver = (key: ApiKey) => Number(keyState(key, now) !== "active");
  return keys.toSorted((a, b) => isOver(a) - isOver(b));
}

function rotated(key: ApiKey, keys: readonly ApiKey[]): string | null {
  return keys.some((other) => other.rotatedFromId === key.id && other.revokedAt === null)
    ? "It has already been replaced, and stops working when its overlap ends."
    : null;
}

function KeyMark({ apiKey, now }: { apiKey: ApiKey; now: number }) {
  const state = keyState(apiKey, now);
  return <StatusMark status={state}>{state === "active" ? "In force" : undefined}</StatusMark>;
}

function NoKeys() {
  return (
    <EmptyState title="No keys yet">
      Without a key this agent cannot ask for anything. A key is shown once, when it is made.
    </EmptyState>
  );
}
