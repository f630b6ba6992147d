"use client";

import { useState } from "react";
import { SecretOnce } from "@/components/people/secret-once";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import type { InvitationCreated } from "@/lib/people/invitation.schemas";

const form = loadedWhenOpened(() => import("@/components/people/invite-form").then((module) => module.InviteForm));

/** The button that invites somebody, and its dialog: a form, then the link, once. */
export function InvitePerson({ mayManage }: { mayManage: boolean }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<InvitationCreated | null>(null);
  const [insisted, setInsisted] = useState(false);

  function show(next: boolean) {
    // A link that is on the screen must not vanish by a slip of the finger.
    if (!next && made) setInsisted(true);
    else setOpen(next);
  }

  function done() {
    setOpen(false);
    setMade(null);
    setInsisted(false);
  }

  return (
    <>
      <Button
        variant="primary"
        disabledReason={mayManage ? null : "Only administrators can invite people."}
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        Invite somebody
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={made ? `An invitation for ${made.email}` : "Invite somebody"}
        description={made ? undefined : "You get a link that works once. Signalbox sends no mail: pass it on yourself."}
      >
        {made ? (
          <SecretOnce secret={made.url} copyLabel="Copy link" insisted={insisted} onDone={done}>
            Send the link to {made.email} and to nobody else: whoever opens it first can join in their name.
          </SecretOnce>
        ) : (
          <form.Part onMade={setMade} />
        )}
      </Dialog>
    </>
  );
}
