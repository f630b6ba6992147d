import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { Hydrated } from "@/app/hydrated";
import { ActionsScreen } from "@/components/actions/actions-screen";
import { actionFilterParsers } from "@/components/actions/filters";
import { listActions } from "@/lib/actions/action-list.views";
import { weightOf } from "@/lib/actions/action-query.rules";
import { ActionQuery } from "@/lib/actions/action.schemas";
import { actionPageSize, actionSearch, actionsQuery } from "@/lib/actions/actions.client";
import { ListedActionPage } from "@/lib/actions/listed-action.schemas";
import { listRead } from "@/lib/platform/http/room";
import { currentTimeZone, requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Actions" };

const loadFilters = createLoader(actionFilterParsers);

export default async function ActionsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const me = await requirePerson("action:read");
  const [filters, timeZone] = await Promise.all([loadFilters(searchParams), currentTimeZone()]);
  const queries = new QueryClient();
  async function firstPage() {
    const query = ActionQuery.parse({ ...actionSearch(filters, timeZone), limit: actionPageSize });
    return ListedActionPage.parse(await listRead(me.personId, weightOf(query), () => listActions(me, query)));
  }
  // A filter that makes no sense is told to the reader by the browser's own request.
  await queries.prefetchInfiniteQuery({ ...actionsQuery(filters, timeZone), queryFn: firstPage });
  return (
    <Hydrated state={dehydrate(queries)}>
      <ActionsScreen workspaceSlug={me.workspaceSlug} />
    </Hydrated>
  );
}
