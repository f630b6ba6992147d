import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { accountPageSize, ownMeQuery, ownSessionsQuery, personalTokensQuery } from "@/lib/people/account.client";
import { getMe, listOwnSessions, listPersonalTokens } from "@/lib/people/account.views";
import { requirePerson } from "@/lib/people/current-person.service";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const caller = await requirePerson();
  const queries = new QueryClient();
  await Promise.all([
    queries.prefetchQuery({ ...ownMeQuery(), queryFn: () => getMe(caller) }),
    queries.prefetchInfiniteQuery({ ...ownSessionsQuery(), queryFn: () => listOwnSessions(caller, { limit: accountPageSize }) }),
    queries.prefetchInfiniteQuery({ ...personalTokensQuery(), queryFn: () => listPersonalTokens(caller, { limit: accountPageSize }) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AccountScreen />
    </HydrationBoundary>
  );
}
