"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { scopeWords } from "@/components/agents/agent-words.rules";
import { defaultDays, expiryAfter, KeyExpiry } from "@/components/agents/key-expiry";
import { useAttempt } from "@/components/agents/use-attempt";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DialogClose } from "@/components/ui/dialog-close";
import { Input } from "@/components/ui/input";
import { agentKeys, createKey } from "@/lib/agents/agent.client";
import { offeredScopes, type Scope } from "@/lib/keys/key.rules";
import type { KeyCreated } from "@/lib/keys/key.schemas";

export interface KeyFormProps {
  agentId: string;
  /** Whether a key is on its way. */
  onBusy: (busy: boolean) => void;
  onMade: (key: KeyCreated) => void;
}

interface Values {
  name: string;
  scopes: readonly Scope[];
  /** How many days it lives. */
  expiresAt: number;
}

/** Name, scopes and life of a key. */
export function KeyForm({ agentId, onBusy, onMade }: KeyFormProps) {
  const queries = useQueryClient();
  const attemptAt = useAttempt();
  const { register, control, handleSubmit, setError, watch, formState } = useForm<Values>({
    defaultValues: { name: "", scopes: ["actions:write", "actions:read", "runs:write"], expiresAt: defaultDays },
  });
  const { errors, isSubmitting } = formState;

  async function make({ name, scopes, expiresAt: days }: Values) {
    if (isSubmitting) return;
    onBusy(true);
    try {
      const wish = { name: name.trim(), scopes: [...scopes] };
      const { id, at } = attemptAt(JSON.stringify([wish, days]));
      const made = await createKey(agentId, { ...wish, expiresAt: expiryAfter(at, days) }, id);
      onMade(made);
      await queries.invalidateQueries({ queryKey: agentKeys.one(agentId) });
    } catch (error) {
      setFaults(error, setError, ["name", "scopes", "expiresAt"]);
    } finally {
      onBusy(false);
    }
  }

  const obstacle =
    watch("name").trim() === "" ? "Give it a name" : watch("scopes").length === 0 ? "Choose at least one scope" : null;

  return (
    <form method="post" noValidate onSubmit={(event) => void handleSubmit(make)(event)} className="flex flex-col gap-4">
      <FormField
        label="Name"
        required
        error={errors.name?.message}
        hint="Where it is used: production, staging, laptop."
      >
        <Input maxLength={100} autoComplete="off" {...register("name")} />
      </FormField>
      <Controller
        control={control}
        name="scopes"
        render={({ field }) => (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">Scopes</legend>
            {offeredScopes.map((scope) => (
              <Checkbox
                key={scope}
                checked={field.value.includes(scope)}
                onCheckedChange={(checked) =>
                  field.onChange(checked ? [...field.value, scope] : field.value.filter((other) => other !== scope))
                }
                label={<span className="text-mono">{scope}</span>}
                hint={scopeWords[scope]}
              />
            ))}
            {errors.scopes ? (
              <p role="alert" className="text-sm text-danger">
                {errors.scopes.message}
              </p>
            ) : null}
          </fieldset>
        )}
      />
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
        <Button type="submit" variant="primary" loading={isSubmitting} disabledReason={obstacle}>
          Make the key
        </Button>
      </div>
    </form>
  );
}
