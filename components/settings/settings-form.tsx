"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { UnsavedGuard } from "@/components/patterns/forms/unsaved-guard";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/notify";
import { RadioGroup } from "@/components/ui/radio-group";
import { escalationRoles } from "@/lib/pending/escalation.rules";
import { roleTitles } from "@/lib/platform/permissions.rules";
import { changeSettings, settingsKey } from "@/lib/workspaces/settings.client";
import type { Settings } from "@/lib/workspaces/settings.schemas";

const ownActionOptions = [
  {
    value: "off",
    label: "Anybody with the right may decide",
    hint: "Including their own agents' actions. For small installations.",
  },
  {
    value: "creator",
    label: "Not whoever registered the agent",
    hint: "The person who registered the agent or made its key, and the person it acts for, cannot decide on its actions.",
  },
  {
    value: "team",
    label: "Not the team that owns the agent",
    hint: "Nobody in the team that owns the agent can decide on its actions.",
  },
] as const;

const rearmOptions = [
  { value: "anyone", label: "Anyone with the right", hint: "Whoever pulled a stop may re-arm it, too." },
  { value: "another", label: "Another person", hint: "Whoever pulled a stop leaves re-arming it to somebody else." },
] as const;

const fallbackOptions = escalationRoles.map((role) => ({ value: role, label: `${roleTitles[role]}s` }));

interface Values {
  name: string;
  graceSeconds: string;
  ownActionRule: Settings["ownActionRule"];
  fallbackRole: Settings["fallbackRole"];
  rearmRule: Settings["rearmRule"];
  permitTtlSeconds: string;
  maxPendingPerAgent: string;
  controlsNeedAnotherPerson: boolean;
}

const valuesOf = ({
  name,
  graceSeconds,
  ownActionRule,
  fallbackRole,
  rearmRule,
  permitTtlSeconds,
  maxPendingPerAgent,
  controlsNeedAnotherPerson,
}: Settings): Values => ({
  name,
  graceSeconds: String(graceSeconds),
  ownActionRule,
  fallbackRole,
  rearmRule,
  permitTtlSeconds: String(permitTtlSeconds),
  maxPendingPerAgent: String(maxPendingPerAgent),
  controlsNeedAnotherPerson,
});

const wholeNumber = (min: number, max: number) => (text: string) =>
  (/^\d{1,6}$/.test(text.trim()) && Number(text) >= min && Number(text) <= max) ||
  `A whole number from ${min} to ${max}.`;

/** Name and rules of the workspace; sends only what differs. */
export function SettingsForm({ settings, mayManage }: { settings: Settings; mayManage: boolean }) {
  const queries = useQueryClient();
  // `values`: what somebody else changes meanwhile is shown, except in fields that are being edited.
  const { register, control, handleSubmit, setError, reset, formState } = useForm<Values>({
    defaultValues: valuesOf(settings),
    values: valuesOf(settings),
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isSubmitting, isDirty } = formState;
  const locked = mayManage ? null : "Only administrators can change settings.";

  async function save(values: Values) {
    const wanted = {
      ...values,
      name: values.name.trim(),
      graceSeconds: Number(values.graceSeconds),
      permitTtlSeconds: Number(values.permitTtlSeconds),
      maxPendingPerAgent: Number(values.maxPendingPerAgent),
    };
    const changes = Object.fromEntries(
      Object.entries(wanted).filter(([key, value]) => settings[key as keyof Settings] !== value),
    );
    if (Object.keys(changes).length === 0) return reset(valuesOf(settings));
    try {
      const saved = await changeSettings(changes);
      queries.setQueryData(settingsKey, saved);
      await queries.invalidateQueries({ queryKey: ["me"] });
      reset(valuesOf(saved));
      toast("Saved, and in force.");
    } catch (error) {
      setFaults(error, setError, Object.keys(values) as (keyof Values)[]);
    }
  }

  return (
    <form method="post" noValidate className="flex flex-col gap-5" onSubmit={(event) => void handleSubmit(save)(event)}>
      {isDirty ? <UnsavedGuard what="form" /> : null}
      <FormField label="Name" required error={errors.name?.message}>
        <Input
          maxLength={100}
          autoComplete="off"
          readOnly={!mayManage}
          defaultValue={settings.name}
          {...register("name", { validate: (name) => name.trim() !== "" || "Give it a name." })}
        />
      </FormField>
      <fieldset disabled={!mayManage} className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Who may decide on their own agents&apos; actions</legend>
        <Controller
          control={control}
          name="ownActionRule"
          render={({ field }) => (
            <RadioGroup
              aria-label="Who may decide on their own agents' actions"
              value={field.value}
              onValueChange={field.onChange}
              options={ownActionOptions}
              disabled={!mayManage}
            />
          )}
        />
      </fieldset>
      <fieldset disabled={!mayManage} className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Who gets actions that nobody is left to answer</legend>
        <Controller
          control={control}
          name="fallbackRole"
          render={({ field }) => (
            <RadioGroup
              aria-label="Who gets actions that nobody is left to answer"
              value={field.value}
              onValueChange={field.onChange}
              options={fallbackOptions}
              disabled={!mayManage}
            />
          )}
        />
      </fieldset>
      <fieldset disabled={!mayManage} className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Who may re-arm a stop</legend>
        <Controller
          control={control}
          name="rearmRule"
          render={({ field }) => (
            <RadioGroup
              aria-label="Who may re-arm a stop"
              value={field.value}
              onValueChange={field.onChange}
              options={rearmOptions}
              disabled={!mayManage}
            />
          )}
        />
      </fieldset>
      <fieldset disabled={!mayManage} className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Changes of controls</legend>
        <Controller
          control={control}
          name="controlsNeedAnotherPerson"
          render={({ field }) => (
            <Checkbox
              checked={field.value}
              onCheckedChange={field.onChange}
              disabled={!mayManage}
              label="Need another person"
              hint="A change of an action type is proposed, and applies once somebody other than its author has accepted it."
            />
          )}
        />
      </fieldset>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormField
          label="Time to take an approval back, in seconds"
          error={errors.graceSeconds?.message}
          hint="0 to 60. Outside red only; 0 turns it off and approvals act at once."
        >
          <Input
            inputMode="numeric"
            className="tabular-nums"
            readOnly={!mayManage}
            defaultValue={settings.graceSeconds}
            {...register("graceSeconds", { validate: wholeNumber(0, 60) })}
          />
        </FormField>
        <FormField
          label="Time to use a permit, in seconds"
          error={errors.permitTtlSeconds?.message}
          hint="30 to 86,400. After that the agent must ask again."
        >
          <Input
            inputMode="numeric"
            className="tabular-nums"
            readOnly={!mayManage}
            defaultValue={settings.permitTtlSeconds}
            {...register("permitTtlSeconds", { validate: wholeNumber(30, 86_400) })}
          />
        </FormField>
        <FormField
          label="Actions of one agent that may wait for people"
          error={errors.maxPendingPerAgent?.message}
          hint="1 to 10,000. Anything beyond that is denied, and an alarm is raised."
        >
          <Input
            inputMode="numeric"
            className="tabular-nums"
            readOnly={!mayManage}
            defaultValue={settings.maxPendingPerAgent}
            {...register("maxPendingPerAgent", { validate: wholeNumber(1, 10_000) })}
          />
        </FormField>
      </div>
      {errors.root ? (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        {isDirty ? <Button onClick={() => reset(valuesOf(settings))}>Discard</Button> : null}
        <Button
          type="submit"
          variant="primary"
          loading={isSubmitting}
          disabledReason={locked ?? (isDirty ? null : "Nothing is changed")}
        >
          Save
        </Button>
      </div>
    </form>
  );
}
