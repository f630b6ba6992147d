"use client";

import { type FormEvent, type KeyboardEvent, useState } from "react";
import { FormField } from "@/components/patterns/form-field";
import { RequestId, requestIdOf } from "@/components/patterns/request-id";
import type { StopScopeOption } from "@/components/patterns/stop-scope";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";

export interface StopFormProps {
  /** What can be stopped from here, the likeliest first: it is chosen already when the dialog opens. */
  scopes: ReadonlyArray<StopScopeOption>;
  /** Pulls the stop. Resolves when the server has answered: from then on nothing in the scope is allowed. */
  onPull: (stop: { scope: StopScopeOption; reason: string }) => Promise<void>;
  onDone: () => void;
}

/** What to stop, and why. */
export function StopForm({ scopes, onPull, onDone }: StopFormProps) {
  const [chosen, setChosen] = useState("0");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [refusedId, setRefusedId] = useState<string | null>(null);
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
    setRefusedId(null);
    try {
      await onPull({ scope, reason: reason.trim() });
      onDone();
    } catch (error) {
      setFault(`Not stopped. ${error instanceof Error ? error.message : "The server did not answer."} Try again.`);
      setRefusedId(requestIdOf(error));
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
      <RequestId id={refusedId} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button type="submit" variant="danger-solid" loading={busy}>
          {scope ? `Stop: ${scope.label}` : "Stop"}
        </Button>
      </div>
    </form>
  );
}
