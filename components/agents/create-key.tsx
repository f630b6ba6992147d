"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { scopeWords } from "@/components/agents/agent-words.rules";
import { defaultDays, expiryAfter, KeyExpiry } from "@/components/agents/key-expiry";
import { KeyShown } from "@/components/agents/key-shown";
import { useAttempt } from "@/components/agents/use-attempt";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { DialogClose } from "@/components/ui/dialog-close";
import { Input } from "@/components/ui/input";
import { agentKeys, createKey } from "@/lib/agents/agent.client";
import type { AgentDetail } from "@/lib/agents/agent.schemas";
import { offeredScopes, type Scope } from "@/lib/keys/key.rules";
import type { KeyCreated } from "@/lib/keys/key.schemas";

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
      <Button size="sm" disabledReason={disabledReason} onClick={() => setOpen(true)}>
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
          <KeyForm agentId={agent.id} busy={busy} onBusy={setBusy} onMade={setMade} />
        )}
      </Dialog>
    </>
  );
}

interface KeyFormProps {
  agentId: string;
  busy: boolean;
  onBusy: (busy: boolean) => void;
  onMade: (key: KeyCreated) => void;
}

function KeyForm({ agentId, busy, onBusy, onMade }: KeyFormProps) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["actions:write", "actions:read", "runs:write"]);
  const [days, setDays] = useState(defaultDays);
  const attemptAt = useAttempt();
  const [faults, setFaults] = useState<Record<string, string>>({});

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    onBusy(true);
    setFaults({});
    try {
      const wish = { name: name.trim(), scopes: [...chosen] };
      const { id, at } = attemptAt(JSON.stringify([wish, days]));
      const made = await createKey(agentId, { ...wish, expiresAt: expiryAfter(at, days) }, id);
      onMade(made);
      await queries.invalidateQueries({ queryKey: agentKeys.one(agentId) });
    } catch (error) {
      setFaults(faultsOf(error));
    } finally {
      onBusy(false);
    }
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormField label="Name" required error={faults["name"]} hint="Where it is used: production, staging, laptop.">
        <Input value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </FormField>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Scopes</legend>
        {offeredScopes.map((scope) => (
          <Checkbox
            key={scope}
            checked={chosen.includes(scope)}
            onCheckedChange={(checked) =>
              setChosen(checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
            }
            label={<span className="text-mono">{scope}</span>}
            hint={scopeWords[scope]}
          />
        ))}
        {faults["scopes"] ? (
          <p role="alert" className="text-sm text-danger">
            {faults["scopes"]}
          </p>
        ) : null}
      </fieldset>
      <KeyExpiry days={days} onChange={setDays} error={faults["expiresAt"]} />
      {faults[""] ? (
        <p role="alert" className="text-danger">
          {faults[""]}
        </p>
      ) : null}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button
          type="submit"
          variant="primary"
          loading={busy}
          disabledReason={
            name.trim() === "" ? "Give it a name" : chosen.length === 0 ? "Choose at least one scope" : null
          }
        >
          Make the key
        </Button>
      </div>
    </form>
  );
}
