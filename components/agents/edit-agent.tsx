"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import type { AgentDetail } from "@/lib/agents/agent.schemas";

const form = loadedWhenOpened(() => import("@/components/agents/edit-form").then((module) => module.EditForm));

/** The button that changes an agent's words, and its dialog. */
export function EditAgent({ agent, disabledReason }: { agent: AgentDetail; disabledReason: string | null }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        disabledReason={disabledReason}
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        Edit…
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Edit ${agent.name}`}
        description="A change applies to every request from then on."
      >
        <form.Part agent={agent} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
