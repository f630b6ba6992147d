"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { SignInFaultNote } from "@/components/people/sign-in-fault-note";
import { Button } from "@/components/ui/button";
import { accountKeys, ownIdentityQuery, startLinking, unlinkIdentity } from "@/lib/people/account.client";
import type { OwnIdentity } from "@/lib/people/account.schemas";
import { routes } from "@/lib/platform/routes";
import { signInFault } from "@/lib/sessions/sign-in.rules";
import { providerAddress } from "@/lib/sign-in/sign-in.client";

interface IdentityPanelProps {
  hasPassword: boolean;
  email: string;
  /** Why linking was refused, as the code with which the browser came back. */
  refused: string | null;
}

/** The identity provider by which one can sign in; nothing where the installation has none. */
export function IdentityPanel({ hasPassword, email, refused }: IdentityPanelProps) {
  const { data, error, refetch } = useQuery(ownIdentityQuery());
  if (error && !data)
    return <QueryError title="Your sign-ins could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data || (data.providers.length === 0 && !data.linked)) return null;
  return (
    <Panel title="Identity provider" padded>
      {data.linked ? null : <SignInFaultNote code={refused} />}
      {data.linked ? (
        <Linked name={data.linked.name} hasPassword={hasPassword} />
      ) : (
        <Linkable providers={data.providers} email={email} />
      )}
    </Panel>
  );
}

function Linked({ name, hasPassword }: { name: string; hasPassword: boolean }) {
  const queries = useQueryClient();
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 [overflow-wrap:anywhere]">You can sign in through {name}.</p>
      <ConfirmDialog
        trigger={<Button disabledReason={hasPassword ? null : "It is the only way you can sign in"}>Unlink…</Button>}
        title={`Unlink ${name}?`}
        description="You then sign in with your password alone. Your other sessions that were opened through a provider end, and so do all your access tokens."
        confirmLabel="Unlink"
        danger
        onConfirm={async () => {
          await unlinkIdentity();
          await Promise.all(
            [accountKeys.identity, accountKeys.sessions, accountKeys.tokens].map((queryKey) =>
              queries.invalidateQueries({ queryKey }),
            ),
          );
        }}
      />
    </div>
  );
}

function Linkable({ providers, email }: { providers: OwnIdentity["providers"]; email: string }) {
  const [leaving, setLeaving] = useState<string | null>(null);

  async function link(id: string) {
    setLeaving(id);
    try {
      await startLinking(id);
      const result = await providerAddress(id, routes.account());
      if ("url" in result) return window.location.assign(result.url);
      tellFault(new Error(signInFault(result.error)?.title));
    } catch (error) {
      tellFault(error);
    }
    setLeaving(null);
  }

  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-soft [overflow-wrap:anywhere]">
        Link a sign-in whose verified e-mail address is {email}, that of this account. You sign in there once, and come
        back here.
      </p>
      <div className="flex flex-wrap gap-2">
        {providers.map(({ id, name }) => (
          <Button key={id} loading={leaving === id} onClick={() => void link(id)}>
            Link {name}
          </Button>
        ))}
      </div>
    </div>
  );
}
