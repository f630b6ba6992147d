"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

const form = loadedWhenOpened(() => import("@/components/agents/register-form").then((module) => module.RegisterForm));

/** The button that registers an agent, and its dialog. */
export function RegisterAgent({ mayManage }: { mayManage: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        disabledReason={mayManage ? null : "Your role cannot register agents. Ask a governance officer."}
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        Register an agent
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Register an agent"
        description="It cannot ask for anything until it has a key."
      >
        <form.Part />
      </Dialog>
    </>
  );
}
