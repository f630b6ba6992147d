"use client";

import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { BrowserPreferences } from "@/components/account/browser-preferences";
import { IdentityPanel } from "@/components/account/identity-panel";
import { SessionsPanel } from "@/components/account/sessions-panel";
import { TokensPanel } from "@/components/account/tokens-panel";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card, Panel } from "@/components/patterns/page/panel";
import { useInBrowser } from "@/components/patterns/preferences/in-browser";
import { QueryError } from "@/components/patterns/states/query-error";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Skeleton } from "@/components/ui/skeleton";
import { ownMeQuery } from "@/lib/people/account.client";
import { roleTitles } from "@/lib/platform/permissions.rules";

const profile = loadedWhenOpened(() =>
  import("@/components/account/profile-form").then((module) => module.ProfileForm),
);
const password = loadedWhenOpened(() =>
  import("@/components/account/password-form").then((module) => module.PasswordForm),
);

/** Everything about the person who is signed in. `refused` is why an identity provider could not be linked. */
export function AccountScreen({ refused }: { refused: string | null }) {
  const { data: me, error, refetch } = useQuery(ownMeQuery());
  // Forms are drawn by the browser alone: one that the server had drawn could be sent before anything listens to it.
  const inBrowser = useInBrowser();
  // Whoever comes back from a provider finds what became of it in sight; above all else where it was refused.
  const identity = me ? (
    <IdentityPanel hasPassword={me.person.hasPassword} email={me.person.email} refused={refused} />
  ) : null;
  const waiting = <Skeleton className="h-[125px] w-full max-sm:h-[218px]" />;
  return (
    <Page width="text">
      <PageHeader
        title="Account"
        meta={me ? `${me.person.email}, ${roleTitles[me.role]} in ${me.workspace.name}` : undefined}
      />
      {me ? (
        <div className="flex flex-col gap-6">
          {refused ? identity : null}
          <Panel title="Profile" padded>
            {inBrowser ? (
              <Suspense fallback={waiting}>
                <profile.Part me={me} />
              </Suspense>
            ) : (
              waiting
            )}
          </Panel>
          {refused ? null : identity}
          <Panel title="This browser" padded>
            <BrowserPreferences />
          </Panel>
          <SessionsPanel />
          <TokensPanel me={me} />
          <Panel title="Password" padded>
            {inBrowser ? (
              <Suspense fallback={waiting}>
                <password.Part email={me.person.email} hasPassword={me.person.hasPassword} />
              </Suspense>
            ) : (
              waiting
            )}
          </Panel>
        </div>
      ) : error ? (
        <Card>
          <QueryError title="Your account could not be loaded" error={error} onRetry={() => void refetch()} />
        </Card>
      ) : (
        <Skeleton className="h-72 w-full" />
      )}
    </Page>
  );
}
