"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { UnsavedGuard } from "@/components/patterns/forms/unsaved-guard";
import { RuleChoice } from "@/components/settings/rule-choice";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/notify";
import { escalationRoles } from "@/lib/pending/escalation.rules";
import { roleTitles } from "@/lib/platform/permissions.rules";
import { changeSettings, settingsKey } from "@/lib/workspaces/settings.client";
import type { Settings } from "@/lib/workspaces/settings.schemas";

const ownActionOptions = [
  {
    value: "off",
    label: "Anyone with the right may decide",
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

/** Settings that are a whole number, each with what it may be. */
const numbers = [
  {
    name: "graceSeconds",
    label: "Time to take an approval back, in seconds",
    hint: "0 to 60. Outside red only; 0 turns it off and approvals act at once.",
    min: 0,
    max: 60,
  },
  {
    name: "permitTtlSeconds",
    label: "Time to use a permit, in seconds",
    hint: "30 to 86,400. After that the agent must ask again.",
    min: 30,
    max: 86_400,
  },
  {
    name: "maxPendingPerAgent",
    label: "Actions of one agent that may wait for people",
    hint: "1 to 10,000. Anything beyond that is denied, and an alarm is raised.",
    min: 1,
    max: 10_000,
  },
  {
    name: "breakerStopPercent",
    label: "Agents that breakers may stop by themselves, in percent",
    hint: "0 to 100 of the active agents, one always. Beyond it breakers hold, and an alarm is raised.",
    min: 0,
    max: 100,
  },
] as const;
type NumberName = (typeof numbers)[number]["name"];

/** What the form holds: a number as it is typed. */
type Values = Pick<
  Settings,
  "name" | "ownActionRule" | "fallbackRole" | "rearmRule" | "controlsNeedAnotherPerson" | "timeZone"
> &
  Record<NumberName, string>;

const eachNumber = <T,>(of: (name: NumberName) => T): Record<NumberName, T> =>
  Object.fromEntries(numbers.map(({ name }) => [name, of(name)])) as Record<NumberName, T>;

function valuesOf(settings: Settings): Values {
  const { name, ownActionRule, fallbackRole, rearmRule, controlsNeedAnotherPerson, timeZone } = settings;
  const typed = eachNumber((number) => String(settings[number]));
  return { name, ownActionRule, fallbackRole, rearmRule, controlsNeedAnotherPerson, timeZone, ...typed };
}

const wholeNumber = (min: number, max: number) => (text: string) =>
  (/^\d{1,6}$/.test(text.trim()) && Number(text) >= min && Number(text) <= max) ||
  `A whole number from ${min.toLocaleString("en")} to ${max.toLocaleString("en")}.`;

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
      timeZone: values.timeZone.trim(),
      ...eachNumber((number) => Number(values[number])),
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
      <RuleChoice
        {...{ control, disabled: !mayManage }}
        name="ownActionRule"
        legend="Who may decide on their own agents' actions"
        options={ownActionOptions}
      />
      <RuleChoice
        {...{ control, disabled: !mayManage }}
        name="fallbackRole"
        legend="Who gets actions that nobody is left to answer"
        options={fallbackOptions}
      />
      <RuleChoice
        {...{ control, disabled: !mayManage }}
        name="rearmRule"
        legend="Who may re-arm a stop"
        options={rearmOptions}
      />
      <fieldset disabled={!mayManage} className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Changes to controls</legend>
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
        {numbers.map(({ name, label, hint, min, max }) => (
          <FormField key={name} label={label} error={errors[name]?.message} hint={hint}>
            <Input
              inputMode="numeric"
              className="tabular-nums"
              readOnly={!mayManage}
              defaultValue={settings[name]}
              {...register(name, { validate: wholeNumber(min, max) })}
            />
          </FormField>
        ))}
        <FormField
          label="Time zone"
          error={errors.timeZone?.message}
          hint="An IANA name, such as Europe/Berlin. Budgets begin anew by its clock."
        >
          <Input
            maxLength={64}
            autoComplete="off"
            readOnly={!mayManage}
            defaultValue={settings.timeZone}
            {...register("timeZone", { validate: (zone) => zone.trim() !== "" || "Name a time zone." })}
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
