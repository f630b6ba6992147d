"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DialogClose } from "@/components/ui/dialog-close";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { accountKeys, createToken } from "@/lib/people/account.client";
import type { PersonalTokenCreated } from "@/lib/people/account.schemas";
import type { Permission } from "@/lib/platform/permissions.rules";

interface Values {
  name: string;
  days: string;
  reach: "role" | "chosen";
  chosen: Permission[];
}

const dayMs = 86_400_000;
const days = ["1", "7", "30", "90", "365"].map((value) => ({
  value,
  label: value === "1" ? "1 day" : `${value} days`,
}));
const reaches = [
  { value: "chosen", label: "Only some rights", hint: "The safer choice: a stolen token can do no more." },
  { value: "role", label: "Everything my role allows", hint: "Follows your role when it changes." },
] as const;

/** Name, life and reach of a token. */
export function TokenForm({
  rights,
  onMade,
}: {
  rights: readonly Permission[];
  onMade: (made: PersonalTokenCreated) => void;
}) {
  const queries = useQueryClient();
  const [attempt, setAttempt] = useState(() => crypto.randomUUID());
  const { register, control, watch, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { name: "", days: "30", reach: "chosen", chosen: [] },
  });
  const { errors, isSubmitting } = formState;
  const reach = watch("reach");

  async function make({ name, days: life, reach: wanted, chosen }: Values) {
    try {
      const expiresAt = new Date(Date.now() + Number(life) * dayMs).toISOString();
      const made = await createToken(
        { name: name.trim(), expiresAt, ...(wanted === "chosen" ? { permissions: chosen } : {}) },
        attempt,
      );
      onMade(made);
      await queries.invalidateQueries({ queryKey: accountKeys.tokens });
    } catch (error) {
      setAttempt(crypto.randomUUID());
      const faults = faultsOf(error);
      if (faults.name) setError("name", { message: faults.name });
      else setError("root", { message: Object.values(faults)[0] });
    }
  }

  return (
    <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void handleSubmit(make)(event)}>
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <FormField label="Name" required error={errors.name?.message} hint="What it is for.">
          <Input
            maxLength={100}
            autoComplete="off"
            {...register("name", { validate: (name) => name.trim() !== "" || "Give it a name." })}
          />
        </FormField>
        <FormField label="Expires after">
          <Controller
            control={control}
            name="days"
            render={({ field }) => (
              <Select value={field.value} onValueChange={field.onChange} onBlur={field.onBlur} options={days} />
            )}
          />
        </FormField>
      </div>
      <Controller
        control={control}
        name="reach"
        render={({ field }) => (
          <RadioGroup
            aria-label="What it may do"
            value={field.value}
            onValueChange={field.onChange}
            options={reaches}
          />
        )}
      />
      {reach === "chosen" ? (
        <Controller
          control={control}
          name="chosen"
          rules={{ validate: (chosen) => chosen.length > 0 || "Choose at least one." }}
          render={({ field }) => (
            <fieldset className="rounded-md border border-line p-3">
              <legend className="px-1 font-medium">Rights</legend>
              <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
                {rights.map((right) => (
                  <Checkbox
                    key={right}
                    checked={field.value.includes(right)}
                    onCheckedChange={(checked) =>
                      field.onChange(checked ? [...field.value, right] : field.value.filter((other) => other !== right))
                    }
                    label={<span className="text-mono">{right}</span>}
                  />
                ))}
              </div>
              {errors.chosen ? (
                <p role="alert" className="mt-2 text-sm text-danger">
                  {errors.chosen.message}
                </p>
              ) : null}
            </fieldset>
          )}
        />
      ) : null}
      {errors.root ? (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      ) : null}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Make the token
        </Button>
      </div>
    </form>
  );
}
