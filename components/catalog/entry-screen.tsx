"use client";

import { useQuery } from "@tanstack/react-query";
import { EntryEditor } from "@/components/catalog/entry-editor";
import { HistoryPanel } from "@/components/catalog/history/history-panel";
import { ProposalsPanel } from "@/components/catalog/history/proposals-panel";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { QueryError } from "@/components/patterns/states/query-error";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { useStopScope } from "@/components/stops/stop-scope";
import { PageLink } from "@/components/ui/page-link";
import { actionTypeQuery, catalogKeys } from "@/lib/catalog/catalog.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { routes } from "@/lib/platform/routes";
import { scopeLabel } from "@/lib/scopes/stop.rules";

const above = (
  <PageLink href={routes.catalog()} className="hover:underline">
    Catalog
  </PageLink>
);

/** One entry of the catalog: read, and changed by whoever may. */
export function EntryScreen({ name, mayManage }: { name: string; mayManage: boolean }) {
  const { data: type, error, refetch } = useQuery(actionTypeQuery(name));
  useStreamInvalidation(["action_type."], catalogKeys.one(name));
  useStopScope({
    type: "action",
    id: name,
    label: scopeLabel({ type: "action", id: name }),
    hint: "Whichever agent asks for it.",
  });
  if (!type)
    return (
      <Page>
        {error ? (
          <QueryError title="The entry could not be loaded" error={error} onRetry={() => void refetch()} />
        ) : null}
      </Page>
    );
  return (
    <Page>
      <PageHeader
        above={above}
        title={type.title}
        meta={
          <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-2">
            <CopyId id={type.name} label="name" full />
            <span>
              version {type.version}, changed <TimeAgo at={type.updatedAt} />
            </span>
            <PageLink
              href={routes.actions({ type: type.name })}
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              Actions of this type
            </PageLink>
          </span>
        }
        description={mayManage ? undefined : "You can read this entry. A governance officer can change it."}
      />
      <ProposalsPanel type={type} mayManage={mayManage} />
      <EntryEditor latest={type} mayManage={mayManage}>
        <HistoryPanel type={type} mayManage={mayManage} />
      </EntryEditor>
    </Page>
  );
}

/** A new entry. */
export function NewEntryScreen() {
  return (
    <Page>
      <PageHeader
        above={above}
        title="A new action type"
        description="It applies from the next request that names it. Actions asked for under this name before stay red and undeclared."
      />
      <EntryEditor latest={null} mayManage />
    </Page>
  );
}
