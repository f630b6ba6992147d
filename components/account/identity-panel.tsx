"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/patterns/confirm-dialog";
import { Panel } from "@/components/patterns/panel";
import { QueryError } from "@/components/patterns/query-error";
import { tellFault } from "@/components/patterns/tell-fault";
import { Button } from "@/components/ui/button";
import { accountKeys, ownIdentityQuery, unlinkIdentity } from "@/lib/people/account.client";
import { providerAddress } from "@/lib/people/sign-in.client";
import { signInFault } from "@/lib/people/sign-in.rules";
import { routes } from "@/lib/platform/routes";

/** The identity provider by which one can sign in; nothing where the installation has none. */
export function IdentityPanel({ hasPassword }: { hasPassword: boolean }) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(ownIdentityQuery());
  const [leaving, setLeaving] = useState<string | null>(null);
  if (error && !data) return <QueryError title="Your sign-ins could not be read" error={error} onRetry={() => void refetch()} />;
  if (!data || (data.providers.length === 0 && !data.linked)) return null;

  async function link(id: string) {
    setLeaving(id);
    const result = await providerAddress(id, routes.account());
    if ("url" in result) return window.location.assign(result.url);
    setLeaving(null);
    tellFault(new Error(signInFault(result.error)?.title));
  }

  return (
    <Panel title="Identity provider" padded>
      {data.linked ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 [overflow-wrap:anywhere]">You can sign in through {data.linked.name}.</p>
          <ConfirmDialog
            trigger={<Button disabledReason={hasPassword ? null : "It is the only way you can sign in"}>Unlink…</Button>}
            title={`Unlink ${data.linked.name}?`}
            description="You then sign in with your password alone. Other sessions that were opened through it end."
            confirmLabel="Unlink"
            danger
            onConfirm={async () => {
              await unlinkIdentity();
              await queries.invalidateQueries({ queryKey: accountKeys.identity });
              await queries.invalidateQueries({ queryKey: accountKeys.sessions });
            }}
          />
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          <p className="text-ink-soft">Link a sign-in whose e-mail address is that of this account. You sign in there once, and come back here.</p>
          <div className="flex flex-wrap gap-2">
            {data.providers.map(({ id, name }) => (
              <Button key={id} loading={leaving === id} onClick={() => void link(id)}>
                Link {name}
              </Button>
            ))}
          </div>
        </div>
      )}
    </Panel>
  );
}
