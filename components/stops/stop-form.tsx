"use client";

import { type KeyboardEvent, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { FormField } from "@/components/patterns/forms/form-field";
import { RequestId, requestIdOf } from "@/components/patterns/states/request-id";
import { namedScope, StopByName, type StopName } from "@/components/stops/stop-by-name";
import { StopReachLine, useStopReach } from "@/components/stops/stop-reach";
import type { StopReach, StopScopeOption, StopToPull } from "@/components/stops/stop-scope";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";

export interface StopFormProps {
  /** What can be stopped from here, the likeliest first: it is chosen already when the dialog opens. */
  scopes: ReadonlyArray<StopScopeOption>;
  /** Pulls the stop. Resolves when the server has answered: from then on nothing in the scope is allowed. */
  onPull: (stop: StopToPull) => Promise<void>;
  /** Counts what a stop would hold, before it is pulled. */
  onPreview: (scope: StopScopeOption) => Promise<StopReach>;
  onDone: () => void;
}

const byName = "name";
const byNameOption = {
  value: byName,
  label: <b>Something else, by name</b>,
  hint: "A kind of agent, an action type or a resource.",
};

interface Values {
  /** The index of a scope, or `name`. */
  chosen: string;
  name: StopName;
  evenIfUnknown: boolean;
  reason: string;
}

/** The Enter that opened the dialog may still be down: a lever is thrown by a press of its own. */
function notHeldDown(event: KeyboardEvent) {
  if (event.repeat) event.preventDefault();
}

/** What to stop, and why. Enter throws the lever at once. */
export function StopForm({ scopes, onPull, onPreview, onDone }: StopFormProps) {
  const { register, control, handleSubmit, watch, setValue, setError, clearErrors, formState } = useForm<Values>({
    defaultValues: { chosen: "0", name: { type: "kind", id: "" }, evenIfUnknown: false, reason: "" },
  });
  const { errors, isSubmitting } = formState;
  const [refusedId, setRefusedId] = useState<string | null>(null);
  const [chosen, name, evenIfUnknown] = watch(["chosen", "name", "evenIfUnknown"]);
  const scope = chosen === byName ? namedScope(name) : (scopes[Number(chosen)] ?? null);
  const reach = useStopReach(scope, onPreview);
  const unknown = reach.state === "told" && !reach.reach.known;

  const setFault = (message: string) => setError("reason", { message });

  async function pull({ reason }: Values) {
    if (isSubmitting) return;
    if (!scope) return setFault("Say what to stop: its name, and of a resource type:id.");
    if (unknown && !evenIfUnknown)
      return setFault("Nothing here has this name. Correct it, or confirm above that you want to stop it anyway.");
    setRefusedId(null);
    try {
      await onPull({ scope, reason: reason.trim() || null, evenIfUnknown: unknown && evenIfUnknown });
      onDone();
    } catch (error) {
      setFault(`Not stopped. ${error instanceof Error ? error.message : "The server did not answer."} Try again.`);
      setRefusedId(requestIdOf(error));
    }
  }

  function rename(next: StopName) {
    setValue("name", next);
    setValue("evenIfUnknown", false);
    clearErrors("reason");
  }

  function sendOnChord(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void handleSubmit(pull)();
  }

  return (
    <form method="post" onSubmit={(event) => void handleSubmit(pull)(event)} className="flex flex-col gap-4">
      <Controller
        control={control}
        name="chosen"
        render={({ field }) => (
          <RadioGroup
            aria-label="What to stop"
            value={field.value}
            onValueChange={field.onChange}
            options={[
              ...scopes.map((option, index) => ({
                value: String(index),
                label: <b>{option.label}</b>,
                hint: option.hint,
              })),
              byNameOption,
            ]}
          />
        )}
      />
      {chosen === byName ? <StopByName name={name} onChange={rename} /> : null}
      <StopReachLine
        reach={reach}
        evenIfUnknown={evenIfUnknown}
        onEvenIfUnknown={(anyway) => setValue("evenIfUnknown", anyway)}
        onName={(id) => rename({ ...name, id })}
      />
      <FormField
        label="Why, if there is time"
        error={errors.reason?.message}
        hint="On the record, and given to every agent that is refused. It can follow later."
      >
        <Textarea onKeyDown={sendOnChord} rows={2} maxLength={2000} {...register("reason")} />
      </FormField>
      <RequestId id={refusedId} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button type="submit" variant="danger-solid" loading={isSubmitting} autoFocus onKeyDown={notHeldDown}>
          {scope ? `Stop: ${scope.label}` : "Stop"}
        </Button>
      </div>
    </form>
  );
}
