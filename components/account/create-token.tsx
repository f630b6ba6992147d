"use client";

import { useState } from "react";
import { SecretOnce } from "@/components/people/secret-once";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import type { PersonalTokenCreated } from "@/lib/people/account.schemas";
import type { Permission } from "@/lib/platform/permissions.rules";

const form = loadedWhenOpened(() => import("@/components/account/token-form").then((module) => module.TokenForm));

/** The button that makes a token, and its dialog: a form, then the token, once. */
export function CreateToken({ rights }: { rights: readonly Permission[] }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<PersonalTokenCreated | null>(null);
  const [insisted, setInsisted] = useState(false);

  function show(next: boolean) {
    // A token that is on the screen must not vanish by a slip of the finger.
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
      <Button size="sm" onPointerEnter={form.preload} onFocus={form.preload} onClick={() => setOpen(true)}>
        Make a token…
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={made ? "The new token" : "A token for your scripts"}
        description={made ? undefined : "It acts as you: the audit log records what it does under your name."}
      >
        {made ? (
          <SecretOnce secret={made.token} copyLabel="Copy token" insisted={insisted} onDone={done}>
            Only its fingerprint is kept. Put it where your script reads its secrets, never into a log or a repository.
          </SecretOnce>
        ) : (
          <form.Part rights={rights} onMade={setMade} />
        )}
      </Dialog>
    </>
  );
}
