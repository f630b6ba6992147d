import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Hydrated } from "@/app/hydrated";
import { AccountScreen } from "@/components/account/account-screen";
import {
  accountPageSize,
  ownIdentityQuery,
  ownMeQuery,
  ownSessionsQuery,
  personalTokensQuery,
} from "@/lib/people/account.client";
import { getMe, listOwnSessions, listPersonalTokens } from "@/lib/people/account.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";
import { readOwnIdentity } from "@/lib/sign-in/own-identity.service";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { refused } = await searchParams;
  const caller = await requirePerson();
  const queries = new QueryClient();
  await Promise.all([
    queries.prefetchQuery({ ...ownMeQuery(), queryFn: () => getMe(caller) }),
    queries.prefetchInfiniteQuery({
      ...ownSessionsQuery(),
      queryFn: () => listOwnSessions(caller, { limit: accountPageSize }),
    }),
    queries.prefetchInfiniteQuery({
      ...personalTokensQuery(),
      queryFn: () => listPersonalTokens(caller, { limit: accountPageSize }),
    }),
    queries.prefetchQuery({ ...ownIdentityQuery(), queryFn: () => readOwnIdentity(caller) }),
  ]);
  return (
    <Hydrated state={dehydrate(queries)}>
      <AccountScreen refused={typeof refused === "string" ? refused : null} />
    </Hydrated>
  );
}
