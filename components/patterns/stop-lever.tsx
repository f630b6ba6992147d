"use client";

import { clsx } from "clsx";
import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import { FormField } from "@/components/patterns/form-field";
import type { StopScopeOption } from "@/components/patterns/stop-scope";
import { Button } from "@/components/ui/button";
import { Dialog, preloadDialog } from "@/components/ui/dialog";
import { DialogClose } from "@/components/ui/dialog-close";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";

export interface StopLeverProps {
  /** What can be stopped from here, the likeliest first: it is chosen already when the dialog opens. */
  scopes: ReadonlyArray<StopScopeOption>;
  /** How many stops are pulled now. */
  pulledCount: number;
  /** Pulls the stop. Resolves when the server has answered: from then on nothing in the scope is allowed. */
  onPull: (stop: { scope: StopScopeOption; reason: string }) => Promise<void>;
  /** Why this person cannot pull it. */
  disabledReason?: string | null;
}

/** After this the page itself has what it needs. */
const settledMs = 4000;

/** The lever that stops agents. Always there, on every page; asks what and why, nothing else. */
export function StopLever({ scopes, pulledCount, onPull, disabledReason }: StopLeverProps) {
  const [open, setOpen] = useState(false);

  // The one dialog that must open even when the network has just gone bad: it is here before it is needed.
  useEffect(() => {
    const timer = setTimeout(preloadDialog, settledMs);
    return () => clearTimeout(timer);
  }, []);

  return (
    <>
      <Button
        variant={pulledCount > 0 ? "danger-solid" : "danger"}
        disabledReason={disabledReason}
        aria-haspopup="dialog"
        aria-label={pulledCount > 0 ? `Stop. ${pulledCount} pulled now` : "Stop"}
        onPointerEnter={preloadDialog}
        onFocus={preloadDialog}
        onClick={() => setOpen(true)}
        className="border-[1.5px]! px-3 font-[650] tracking-[0.04em]"
      >
        <LeverMark pulled={pulledCount > 0} />
        STOP
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Stop agents"
        description="Takes hold before this dialog closes: nothing new is allowed, and permits already given no longer run. It stays pulled until somebody re-arms it."
      >
        <StopForm scopes={scopes} onPull={onPull} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function StopForm({ scopes, onPull, onDone }: { scopes: ReadonlyArray<StopScopeOption>; onPull: StopLeverProps["onPull"]; onDone: () => void }) {
  const [chosen, setChosen] = useState("0");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const scope = scopes[Number(chosen)];

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    if (!scope || busy) return;
    if (reason.trim() === "") {
      setFault("Say why, in a few words. It goes on the record and to the agents.");
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await onPull({ scope, reason: reason.trim() });
      onDone();
    } catch (error) {
      setFault(`Not stopped. ${error instanceof Error ? error.message : "The server did not answer."} Try again.`);
    } finally {
      setBusy(false);
    }
  }

  function sendOnChord(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void submit();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <RadioGroup
        aria-label="What to stop"
        value={chosen}
        onValueChange={setChosen}
        options={scopes.map((option, index) => ({ value: String(index), label: <b>{option.label}</b>, hint: option.hint }))}
      />
      <FormField label="Why" error={fault} hint="On the record, and given to every agent that is refused.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} onKeyDown={sendOnChord} rows={2} maxLength={2000} autoFocus />
      </FormField>
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button type="submit" variant="danger-solid" loading={busy}>
          {scope ? `Stop: ${scope.label}` : "Stop"}
        </Button>
      </div>
    </form>
  );
}

/** A lever in its frame: leaning one way when armed, thrown the other way when pulled. */
function LeverMark({ pulled }: { pulled: boolean }) {
  return (
    <svg width="12" height="14" viewBox="0 0 12 14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" className="overflow-visible">
      <path d="M1.5 12.5h9" />
      <g className={clsx("origin-[6px_12px] transition-transform duration-200", pulled ? "rotate-30" : "-rotate-20")}>
        <path d="M6 12V5" />
        <circle cx="6" cy="3" r="2" fill="currentColor" stroke="none" />
      </g>
    </svg>
  );
}
