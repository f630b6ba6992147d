"use client";

import { type ReactNode, useState } from "react";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { JoinForm } from "@/components/people/join-form";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { PageLink } from "@/components/ui/page-link";
import { acceptInvitation } from "@/lib/people/invitation.client";
import type { InvitationPreview } from "@/lib/people/invitation.schemas";
import { routes } from "@/lib/platform/routes";
import { signInWithPassword } from "@/lib/sign-in/sign-in.client";

export type JoinScreenProps = { token: string; signedInAs: string | null } & (
  | { invitation: InvitationPreview; refusal?: never }
  | { refusal: string; invitation?: never }
);

const refusals: Record<string, { title: string; advice: string }> = {
  invitation_used: {
    title: "This invitation has already been used.",
    advice: "A link works once. If it was you, sign in.",
  },
  invitation_revoked: {
    title: "This invitation was taken back.",
    advice: "Ask an administrator of the workspace for a new one.",
  },
  invitation_expired: {
    title: "This invitation has expired.",
    advice: "Ask an administrator of the workspace for a new one.",
  },
};
const unknownLink = {
  title: "This link is not an invitation.",
  advice: "Check that all of it was copied, to the last character.",
};

/** Where an invitation's link leads. */
export function JoinScreen({ token, signedInAs, invitation, refusal }: JoinScreenProps) {
  if (!invitation) {
    const { title, advice } = refusals[refusal] ?? unknownLink;
    return (
      <Sheet title={title}>
        <p className="mb-4 text-ink-soft">{advice}</p>
        <PageLink href={routes.signIn()} className={buttonClass("default", "md")}>
          Go to sign-in
        </PageLink>
      </Sheet>
    );
  }
  return (
    <Sheet title={`Join ${invitation.workspace}`}>
      <p className="mb-4 text-ink-soft">
        <span className="font-medium text-ink [overflow-wrap:anywhere]">{invitation.email}</span> is invited as{" "}
        <span className="font-medium text-ink">{invitation.roleTitle}</span>. The link expires{" "}
        <TimeAgo at={invitation.expiresAt} />.
      </p>
      {invitation.hasAccount ? (
        <JoinWithAccount token={token} invitation={invitation} signedInAs={signedInAs} />
      ) : (
        <JoinAnew token={token} email={invitation.email} />
      )}
    </Sheet>
  );
}

function Sheet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="w-full max-w-sm rounded-lg border border-line bg-panel p-5 sm:p-6">
      <h1 className="mb-2 text-xl font-[650] tracking-[-0.015em]">{title}</h1>
      {children}
    </section>
  );
}

function JoinAnew({ token, email }: { token: string; email: string }) {
  return (
    <JoinForm
      onJoin={async (name, password) => {
        await acceptInvitation({ token, name, password });
        const fault = await signInWithPassword(email, password);
        window.location.assign(fault === undefined ? routes.home() : routes.signIn(undefined, fault));
      }}
    />
  );
}

/** Somebody with an account joins while signed in to it: the link alone opens no account that exists. */
function JoinWithAccount({
  token,
  invitation,
  signedInAs,
}: {
  token: string;
  invitation: InvitationPreview;
  signedInAs: string | null;
}) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  if (signedInAs !== invitation.email) {
    return (
      <>
        <p className="mb-4">
          {signedInAs ? `You are signed in as ${signedInAs}. Sign out, and in` : "This address has an account. Sign in"}{" "}
          as {invitation.email}, then open this link again.
        </p>
        {signedInAs ? null : (
          <PageLink href={routes.signIn(routes.join(token))} className={buttonClass("primary", "md", "w-full")}>
            Sign in and come back
          </PageLink>
        )}
      </>
    );
  }

  async function join() {
    setBusy(true);
    setFault(null);
    try {
      await acceptInvitation({ token });
      window.location.assign(routes.home());
    } catch (error) {
      setFault(error instanceof Error ? error.message : "It did not work. Nothing was changed.");
      setBusy(false);
    }
  }

  return (
    <>
      <Button variant="primary" className="w-full" loading={busy} onClick={() => void join()}>
        Join as {invitation.email}
      </Button>
      {fault ? (
        <p role="alert" className="mt-3 text-danger">
          {fault}
        </p>
      ) : null}
    </>
  );
}
