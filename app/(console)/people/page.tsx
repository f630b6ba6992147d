import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { Hydrated } from "@/app/hydrated";
import { peopleFilterParsers } from "@/components/people/filters";
import { PeopleScreen } from "@/components/people/people-screen";
import { invitationPageSize, invitationsQuery } from "@/lib/people/invitation.client";
import { listInvitations } from "@/lib/people/invitation.views";
import { peopleQuery, peopleSearch } from "@/lib/people/people.client";
import { PersonQuery } from "@/lib/people/people.schemas";
import { listPeople } from "@/lib/people/people.views";
import { listRead } from "@/lib/platform/http/room";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "People" };

const loadFilters = createLoader(peopleFilterParsers);

export default async function PeoplePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const me = await requirePerson("person:read");
  const filters = await loadFilters(searchParams);
  const queries = new QueryClient();
  const mayManage = me.permissions.includes("person:manage");
  await Promise.all([
    // A filter that makes no sense is told to the reader by the browser's own request.
    queries.prefetchInfiniteQuery({
      ...peopleQuery(filters),
      queryFn: ({ pageParam }) =>
        listRead(me.personId, filters.q, () =>
          listPeople(me.workspaceId, PersonQuery.parse(peopleSearch(filters, pageParam))),
        ),
    }),
    mayManage
      ? queries.prefetchInfiniteQuery({
          ...invitationsQuery(),
          queryFn: () => listInvitations(me.workspaceId, { limit: invitationPageSize, state: "open" }),
        })
      : undefined,
  ]);
  return (
    <Hydrated state={dehydrate(queries)}>
      <PeopleScreen viewer={{ id: me.personId, mayManage }} />
    </Hydrated>
  );
}
