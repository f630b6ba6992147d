"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { ActorName } from "@/components/audit/actor-name";
import { PrivateTexts } from "@/components/audit/private-texts";
import { SubjectLink } from "@/components/audit/subject-link";
import { TakeAway } from "@/components/audit/take-away";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { useShortcuts } from "@/components/patterns/keys/shortcuts";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Panel } from "@/components/patterns/page/panel";
import { ErrorState } from "@/components/patterns/states/error-state";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { JsonView } from "@/components/patterns/values/json-view";
import { KeyValueTable } from "@/components/patterns/values/key-value-table";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { buttonClass } from "@/components/ui/button-class";
import { PageLink } from "@/components/ui/page-link";
import { Skeleton } from "@/components/ui/skeleton";
import { untilLoaded } from "@/components/ui/until-loaded";
import { checkpointsQuery, entryQuery } from "@/lib/audit/audit.client";
import type { AuditEntryDetail } from "@/lib/audit/audit.schemas";
import { eventTitle } from "@/lib/audit/event-words.rules";
import { formatCount, formatExact } from "@/lib/platform/format";
import { ProblemError } from "@/lib/platform/http/fetch-json";
import { routes } from "@/lib/platform/routes";

// What checks hashes and signatures comes beside the evidence it checks, not with the page.
const ProofCheck = dynamic(
  () => untilLoaded(() => import("@/components/audit/proof-check").then((module) => module.ProofCheck)),
  {
    ssr: false,
    loading: () => <Skeleton className="h-56 w-full" />,
  },
);

/** One entry: what it says, its proof, and what to take to an outsider. */
export function EntryScreen({ seq, workspaceSlug }: { seq: number; workspaceSlug: string }) {
  const router = useRouter();
  const { data: entry, error, refetch } = useQuery(entryQuery(seq));
  const { data: checkpoints } = useQuery(checkpointsQuery());
  const isLast = checkpoints !== undefined && seq >= checkpoints.entries - 1;
  useShortcuts([
    { keys: "j", label: "Older entry", group: "Audit", run: () => seq > 0 && router.push(routes.auditEntry(seq - 1)) },
    { keys: "k", label: "Newer entry", group: "Audit", run: () => !isLast && router.push(routes.auditEntry(seq + 1)) },
  ]);
  return (
    <Page>
      <PageHeader
        above={
          <>
            <PageLink href={routes.audit()} className="text-accent underline-offset-2 hover:underline">
              Audit
            </PageLink>
            <span aria-hidden="true">/</span>
            <span className="tabular-nums">entry {formatCount(seq)}</span>
          </>
        }
        title={entry ? eventTitle(entry.event) : error ? "Entry" : <Skeleton className="h-6 w-52" />}
        meta={entry ? <TimeAgo at={entry.at} /> : undefined}
        actions={
          <nav aria-label="Neighbouring entries" className="flex gap-1.5">
            {seq > 0 ? (
              <PageLink href={routes.auditEntry(seq - 1)} className={buttonClass("default", "sm")}>
                <ArrowLeft size={13} aria-hidden="true" /> Older
              </PageLink>
            ) : null}
            {isLast ? null : (
              <PageLink href={routes.auditEntry(seq + 1)} className={buttonClass("default", "sm")}>
                Newer <ArrowRight size={13} aria-hidden="true" />
              </PageLink>
            )}
          </nav>
        }
      />
      {entry ? (
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,8fr)]">
          <div className="grid min-w-0 gap-6">
            <Recorded entry={entry} />
            <PrivateTexts entry={entry} />
            <TakeAway seq={seq} workspaceSlug={workspaceSlug} />
          </div>
          {/* Last, since it comes last: nothing stands below it that it would move. */}
          <ProofCheck entry={entry} />
        </div>
      ) : error ? (
        <ErrorState
          title={
            error instanceof ProblemError && error.status === 404
              ? `The log has no entry ${formatCount(seq)}`
              : "The entry could not be loaded"
          }
          meaning={
            error instanceof ProblemError && error.status === 404
              ? "Entries are numbered from 0 without gaps; this number has not been reached."
              : error.message
          }
          requestId={error instanceof ProblemError ? error.requestId : null}
          onRetry={() => void refetch()}
        />
      ) : (
        <Skeleton className="h-72 w-full" />
      )}
    </Page>
  );
}

function Recorded({ entry }: { entry: AuditEntryDetail }) {
  return (
    <Panel title="What was recorded">
      <KeyValueTable
        caption="The entry"
        rows={[
          { key: "event", label: "Event", value: entry.event, mono: true },
          { key: "at", label: "At", value: <time dateTime={entry.at}>{formatExact(Date.parse(entry.at))}</time> },
          {
            key: "actor",
            label: "By",
            value: (
              <span className="inline-flex flex-wrap items-baseline gap-1.5">
                <ActorName actor={entry.actor} /> <CopyId id={entry.actor.id} label="actor id" />
              </span>
            ),
          },
          { key: "subject", label: "About", value: <SubjectLink {...entry.subject} /> },
          { key: "id", label: "Entry id", value: <CopyId id={entry.id} label="entry id" full /> },
          { key: "leaf", label: "Leaf hash", value: <CopyId id={entry.leafHash} label="leaf hash" full /> },
          ...(entry.commitment === null
            ? []
            : [
                {
                  key: "commitment",
                  label: "Commitment",
                  value: <CopyId id={entry.commitment} label="commitment" full />,
                },
              ]),
        ]}
      />
      <div className="border-t border-line-soft">
        <JsonView label="facts" value={entry.facts as JsonValue} openDepth={3} />
      </div>
      <p className="border-t border-line-soft px-3 py-2 text-sm">
        <PageLink
          href={routes.audit({ subject: entry.subject.id })}
          className="text-accent underline-offset-2 hover:underline"
        >
          All entries about this {entry.subject.type.replaceAll("_", " ")}
        </PageLink>
      </p>
    </Panel>
  );
}
