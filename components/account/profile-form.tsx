"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { timeZones } from "@/components/account/time-zones";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { SuggestingInput } from "@/components/patterns/forms/suggesting-input";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/notify";
import { accountKeys, changeMe } from "@/lib/people/account.client";
import type { Me } from "@/lib/people/account.schemas";

interface Values {
  name: string;
  timeZone: string;
}

const valuesOf = ({ person }: Me): Values => ({ name: person.name, timeZone: person.timeZone ?? "" });

/** One's own name and time zone. */
export function ProfileForm({ me }: { me: Me }) {
  const queries = useQueryClient();
  // Filled when the field is entered: a server may know other zones than this browser.
  const [zones, setZones] = useState<string[]>([]);
  const { register, control, handleSubmit, setError, reset, formState } = useForm<Values>({
    defaultValues: valuesOf(me),
    values: valuesOf(me),
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isSubmitting, isDirty } = formState;

  async function save({ name, timeZone }: Values) {
    try {
      const saved = await changeMe({ name: name.trim(), timeZone: timeZone.trim() || null });
      queries.setQueryData(accountKeys.me, saved);
      reset(valuesOf(saved));
      toast("Saved.");
    } catch (error) {
      setFaults(error, setError, ["name", "timeZone"]);
    }
  }

  return (
    <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void handleSubmit(save)(event)}>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label="Name" required error={errors.name?.message} hint="Shown with every decision you make.">
          <Input
            autoComplete="name"
            maxLength={100}
            defaultValue={me.person.name}
            {...register("name", { validate: (name) => name.trim() !== "" || "Enter your name." })}
          />
        </FormField>
        <FormField label="Time zone" error={errors.timeZone?.message} hint="Leave empty to follow this browser.">
          <Controller
            control={control}
            name="timeZone"
            render={({ field }) => (
              <SuggestingInput
                placeholder="Europe/Berlin"
                words={zones}
                value={field.value}
                onValueChange={field.onChange}
                onFocus={() => setZones(timeZones())}
                onBlur={field.onBlur}
              />
            )}
          />
        </FormField>
      </div>
      {errors.root ? (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      ) : null}
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          loading={isSubmitting}
          disabledReason={isDirty ? null : "Nothing is changed"}
        >
          Save
        </Button>
      </div>
    </form>
  );
}
