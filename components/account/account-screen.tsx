"use client";

import { useQuery } from "@tanstack/react-query";
import { BrowserPreferences } from "@/components/account/browser-preferences";
import { PasswordForm } from "@/components/account/password-form";
import { ProfileForm } from "@/components/account/profile-form";
import { SessionsPanel } from "@/components/account/sessions-panel";
import { TokensPanel } from "@/components/account/tokens-panel";
import { Page } from "@/components/patterns/page";
import { PageHeader } from "@/components/patterns/page-header";
import { Card, Panel } from "@/components/patterns/panel";
import { QueryError } from "@/components/patterns/query-error";
import { Skeleton } from "@/components/ui/skeleton";
import { ownMeQuery } from "@/lib/people/account.client";
import { roleTitles } from "@/lib/people/permissions.rules";

/** Everything about the person who is signed in. */
export function AccountScreen() {
  const { data: me, error, refetch } = useQuery(ownMeQuery());
  return (
    <Page width="text">
      <PageHeader title="Account" meta={me ? `${me.person.email}, ${roleTitles[me.role]} in ${me.workspace.name}` : undefined} />
      {me ? (
        <div className="flex flex-col gap-6">
          <Panel title="Profile" padded>
            <ProfileForm me={me} />
          </Panel>
          <Panel title="This browser" padded>
            <BrowserPreferences />
          </Panel>
          <SessionsPanel />
          <TokensPanel me={me} />
          <Panel title="Password" padded>
            <PasswordForm email={me.person.email} hasPassword={me.person.hasPassword} />
          </Panel>
        </div>
      ) : error ? (
        <Card>
          <QueryError title="Your account could not be read" error={error} onRetry={() => void refetch()} />
        </Card>
      ) : (
        <Skeleton className="h-72 w-full" />
      )}
    </Page>
  );
}
