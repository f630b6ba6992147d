"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { timeZones } from "@/components/account/time-zones";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
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
  const zonesId = useId();
  // Filled when the field is entered: a server may know other zones than this browser.
  const [zones, setZones] = useState<string[]>([]);
  const { register, handleSubmit, setError, reset, formState } = useForm<Values>({
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
          <Input
            list={zonesId}
            defaultValue={me.person.timeZone ?? ""}
            placeholder="Europe/Berlin"
            autoComplete="off"
            onFocus={() => setZones(timeZones())}
            spellCheck={false}
            {...register("timeZone")}
          />
        </FormField>
        <datalist id={zonesId}>
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
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
