"use client";

import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { ResourceName } from "@/components/patterns/outside/resource-name";
import { type KeyValueRow, KeyValueTable } from "@/components/patterns/values/key-value-table";
import { PersonName } from "@/components/people/person-name";
import { useCan } from "@/components/people/use-can";
import { PageLink } from "@/components/ui/page-link";
import type { Action } from "@/lib/actions/action.schemas";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import { routes } from "@/lib/platform/routes";
import type { Run } from "@/lib/runs/run.schemas";

const linkClass = "font-medium text-accent underline-offset-2 hover-fine:underline";

export interface EvidenceOriginProps {
  action: Action;
  /** Whose own it is, fixed when it was asked; undefined until it is known. */
  owners: ActionHistory["owners"] | undefined;
  run: Pick<Run, "task" | "parentRunId"> | undefined;
  /** The catalog has an entry for it. */
  inCatalog: boolean;
}

/** Where it comes from: everything behind it, one press away, and its proof. */
export function EvidenceOrigin({ action, owners, run, inCatalog }: EvidenceOriginProps) {
  const mayReadAudit = useCan("audit:read");
  const mayReadCatalog = useCan("catalog:read");
  const records = [
    ...(inCatalog && mayReadCatalog ? [{ href: routes.actionType(action.action), words: "Catalog entry" }] : []),
    ...(mayReadAudit ? [{ href: routes.audit({ subject: action.id }), words: "Audit entries and proof" }] : []),
  ];
  return (
    <EvidenceSection title="Where it comes from">
      <KeyValueTable caption="Where it comes from" rows={[...rowsOf(action, owners, run), ...recordRow(records)]} />
    </EvidenceSection>
  );
}

/** Only what leads somewhere: a link to a page that refuses the reader is none. */
function recordRow(records: readonly { href: string; words: string }[]): KeyValueRow[] {
  if (records.length === 0) return [];
  const links = records.map(({ href, words }) => (
    <PageLink key={href} href={href} className={linkClass}>
      {words}
    </PageLink>
  ));
  return [{ key: "links", label: "Record", value: <span className="flex flex-wrap gap-x-4">{links}</span> }];
}

/** Who may not decide it where the workspace keeps people from their own actions. */
function Owners({ agentCreatedBy, keyCreatedBy, team }: ActionHistory["owners"]) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {agentCreatedBy ? (
        <span>
          agent by <PersonName of={agentCreatedBy} />
        </span>
      ) : null}
      {keyCreatedBy ? (
        <span>
          key by <PersonName of={keyCreatedBy} />
        </span>
      ) : null}
      {team ? (
        <span>
          team <OutsideText text={team.name} />
        </span>
      ) : null}
    </span>
  );
}

function rowsOf(action: Action, owners: EvidenceOriginProps["owners"], run: EvidenceOriginProps["run"]): KeyValueRow[] {
  const { agentId, agentName, kind, runId, onBehalfOf, traceId, toolCallId, verdict, digest } = action;
  const rows: (KeyValueRow | null)[] = [
    {
      key: "agent",
      label: "Agent",
      value: (
        <>
          <PageLink href={routes.agent(agentId)} className={linkClass}>
            <OutsideText text={agentName} />
          </PageLink>{" "}
          <span className="text-mute">{kind}</span>
        </>
      ),
    },
    runId === null
      ? { key: "run", label: "Run", value: <span className="text-mute">asked outside a run</span> }
      : {
          key: "run",
          label: "Run",
          value: (
            <PageLink href={routes.run(runId)} className={linkClass}>
              <OutsideText text={run?.task ?? runId} />
            </PageLink>
          ),
        },
    run?.parentRunId
      ? {
          key: "parent",
          label: "Parent run",
          value: (
            <span className="flex flex-wrap items-baseline gap-x-3">
              <PageLink href={routes.run(run.parentRunId)} className={linkClass}>
                The run that started it
              </PageLink>
              <CopyId id={run.parentRunId} label="parent run id" />
            </span>
          ),
        }
      : null,
    onBehalfOf ? { key: "behalf", label: "On behalf of", value: <ResourceName of={onBehalfOf} /> } : null,
    owners && (owners.agentCreatedBy ?? owners.keyCreatedBy ?? owners.team)
      ? {
          key: "owners",
          label: "Owned by",
          value: <Owners {...owners} />,
          hint: "As it was when it was asked; later changes do not count",
        }
      : null,
    traceId ? { key: "trace", label: "Trace", value: <CopyId id={traceId} label="trace id" /> } : null,
    toolCallId ? { key: "tool", label: "Tool call", value: <CopyId id={toolCallId} label="tool call id" /> } : null,
    { key: "policy", label: "Judged by", value: `policy ${verdict.policyVersion}, epoch ${verdict.epoch}` },
    { key: "digest", label: "Digest", value: <CopyId id={digest} label="digest" />, hint: "What a decision binds to" },
  ];
  return rows.filter((row) => row !== null);
}
