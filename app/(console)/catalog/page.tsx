import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { Hydrated } from "@/app/hydrated";
import { CatalogScreen } from "@/components/catalog/catalog-screen";
import { catalogFilterParsers } from "@/components/catalog/filters";
import { ActionTypeQuery } from "@/lib/catalog/action-type.schemas";
import { listActionTypes } from "@/lib/catalog/action-type.views";
import { actionTypesQuery, catalogSearch } from "@/lib/catalog/catalog.client";
import { listRead } from "@/lib/platform/http/room";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Catalog" };

const loadFilters = createLoader(catalogFilterParsers);

export default async function CatalogPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const me = await requirePerson("catalog:read");
  const filters = await loadFilters(searchParams);
  const queries = new QueryClient();
  await queries.prefetchInfiniteQuery({
    ...actionTypesQuery(filters),
    queryFn: ({ pageParam }) =>
      listRead(me.personId, filters.q, () =>
        listActionTypes(me.workspaceId, ActionTypeQuery.parse(catalogSearch(filters, pageParam))),
      ),
  });
  return (
    <Hydrated state={dehydrate(queries)}>
      <CatalogScreen mayManage={me.permissions.includes("catalog:manage")} />
    </Hydrated>
  );
}
