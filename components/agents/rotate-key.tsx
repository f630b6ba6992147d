"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { defaultDays, expiryAfter, KeyExpiry } from "@/components/agents/key-expiry";
import { KeyShown } from "@/components/agents/key-shown";
import { useAttempt } from "@/components/agents/use-attempt";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogClose } from "@/components/ui/dialog-close";
import { Select } from "@/components/ui/select";
import { agentKeys, rotateKey } from "@/lib/agents/agent.client";
import type { AgentDetail } from "@/lib/agents/agent.schemas";
import type { ApiKey, KeyRotated } from "@/lib/keys/key.schemas";

const overlaps = [
  { value: "0", label: "None: the old key ends now", hint: "When it may have leaked" },
  { value: "3600", label: "1 hour" },
  { value: "86400", label: "1 day" },
  { value: "604800", label: "7 days" },
];

interface Values {
  overlapSeconds: string;
  /** How many days it lives. */
  expiresAt: number;
}

/** Replaces a key; both work while the agents change over. */
export function RotateKey({ agent, apiKey, onClose }: { agent: AgentDetail; apiKey: ApiKey; onClose: () => void }) {
  const queries = useQueryClient();
  const [made, setMade] = useState<KeyRotated | null>(null);
  const [insisted, setInsisted] = useState(false);
  const attemptAt = useAttempt();
  const { control, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { overlapSeconds: "3600", expiresAt: defaultDays },
  });
  const { errors, isSubmitting } = formState;

  async function rotate({ overlapSeconds: overlap, expiresAt: days }: Values) {
    if (isSubmitting) return;
    try {
      const { id, at } = attemptAt(`${overlap} ${days}`);
      setMade(
        await rotateKey(agent.id, apiKey.id, { overlapSeconds: Number(overlap), expiresAt: expiryAfter(at, days) }, id),
      );
      await queries.invalidateQueries({ queryKey: agentKeys.one(agent.id) });
    } catch (error) {
      setFaults(error, setError, ["overlapSeconds", "expiresAt"]);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(next) => {
        if (next || isSubmitting) return;
        if (made) setInsisted(true);
        else onClose();
      }}
      title={made ? "The new key" : `Rotate the key “${apiKey.name}”`}
      description={made ? undefined : "Makes a new key with the same name and scopes."}
    >
      {made ? (
        <KeyShown
          secret={made.key}
          insisted={insisted}
          onDone={onClose}
          note={
            <p className="text-ink-soft">
              The old key <code className="text-mono">{apiKey.prefix}…</code> ends{" "}
              <TimeAgo at={made.replaces.expiresAt} />. Runs that were started with it end with it.
            </p>
          }
        />
      ) : (
        <form
          method="post"
          noValidate
          onSubmit={(event) => void handleSubmit(rotate)(event)}
          className="flex flex-col gap-4"
        >
          <FormField
            label="Overlap"
            error={errors.overlapSeconds?.message}
            hint="How long the old key keeps working. Runs started with it end with it: allow at least as long as your longest run."
          >
            <Controller
              control={control}
              name="overlapSeconds"
              render={({ field }) => (
                <Select value={field.value} onValueChange={field.onChange} onBlur={field.onBlur} options={overlaps} />
              )}
            />
          </FormField>
          <Controller
            control={control}
            name="expiresAt"
            render={({ field }) => (
              <KeyExpiry days={field.value} onChange={field.onChange} error={errors.expiresAt?.message} />
            )}
          />
          {errors.root ? (
            <p role="alert" className="text-danger">
              {errors.root.message}
            </p>
          ) : null}
          <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
            <DialogClose render={<Button />}>Cancel</DialogClose>
            <Button type="submit" variant="primary" loading={isSubmitting}>
              Rotate
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
