"use client";

import { useState } from "react";
import { KeyShown } from "@/components/agents/key-shown";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import type { AgentDetail } from "@/lib/agents/agent.schemas";
import type { KeyCreated } from "@/lib/keys/key.schemas";

const form = loadedWhenOpened(() => import("@/components/agents/key-form").then((module) => module.KeyForm));

/** The button that makes a key, and its dialog: a form, then the key, once. */
export function CreateKey({ agent, disabledReason }: { agent: AgentDetail; disabledReason: string | null }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<KeyCreated | null>(null);
  const [insisted, setInsisted] = useState(false);
  const [busy, setBusy] = useState(false);

  function show(next: boolean) {
    // A key that is on its way or on the screen must not vanish by a slip of the finger.
    if (next || !(busy || made)) setOpen(next);
    else if (made) setInsisted(true);
  }

  function done() {
    setOpen(false);
    setMade(null);
    setInsisted(false);
  }

  return (
    <>
      <Button
        size="sm"
        disabledReason={disabledReason}
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        Make a key…
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={made ? "The new key" : `A key for ${agent.name}`}
        description={made ? undefined : "Give it only the scopes it needs: each is a thing a stolen key could do."}
      >
        {made ? (
          <KeyShown secret={made.key} insisted={insisted} onDone={done} />
        ) : (
          <form.Part agentId={agent.id} onBusy={setBusy} onMade={setMade} />
        )}
      </Dialog>
    </>
  );
}
