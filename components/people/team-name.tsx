"use client";

import { useForm } from "react-hook-form";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import { Input } from "@/components/ui/input";

export interface TeamNameProps {
  initial: string;
  /** The word on the button. */
  verb: string;
  /** Saves; throws what the server refused it with. */
  onSave: (name: string) => Promise<void>;
}

/** The one field of a team: its name. */
export function TeamName({ initial, verb, onSave }: TeamNameProps) {
  const { register, handleSubmit, setError, formState } = useForm<{ name: string }>({
    defaultValues: { name: initial },
  });
  const { errors, isSubmitting } = formState;

  async function save({ name }: { name: string }) {
    try {
      await onSave(name.trim());
    } catch (error) {
      setError("name", { message: Object.values(faultsOf(error))[0] });
    }
  }

  return (
    <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void handleSubmit(save)(event)}>
      <FormField label="Name" required error={errors.name?.message}>
        <Input
          maxLength={80}
          autoComplete="off"
          {...register("name", { validate: (name) => name.trim() !== "" || "Give it a name." })}
        />
      </FormField>
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
