"use client";

import type { KeyboardEvent, ReactNode } from "react";
import { useForm } from "react-hook-form";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { maxViewName } from "@/lib/approvals/saved-view.rules";

export interface ViewNameProps {
  label: ReactNode;
  initial?: string;
  placeholder?: string;
  /** Why the name will not do, before the server is asked. */
  obstacle: (name: string) => string | null;
  /** Throws what the server refused it with. */
  onSave: (name: string) => Promise<void>;
  /** Takes the keyboard at once and lets Escape leave it. */
  onCancel?: () => void;
}

/** The one field of a saved view: its name. Enter saves. */
export function ViewName({ label, initial = "", placeholder, obstacle, onSave, onCancel }: ViewNameProps) {
  const { register, handleSubmit, setError, reset, formState } = useForm<{ name: string }>({
    defaultValues: { name: initial },
  });
  const { errors, isSubmitting } = formState;
  const takesKeyboard = onCancel !== undefined;

  async function save({ name }: { name: string }) {
    if (isSubmitting) return;
    try {
      await onSave(name.trim());
      reset();
    } catch (error) {
      setError("name", { message: Object.values(faultsOf(error))[0] });
    }
  }

  function leave(event: KeyboardEvent) {
    if (event.key !== "Escape" || !onCancel) return;
    // One step back: the panel itself stays open.
    event.stopPropagation();
    onCancel();
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void handleSubmit(save)(event)} className="w-full">
      <FormField label={label} error={errors.name?.message}>
        <div className="flex gap-1.5">
          <Input
            placeholder={placeholder}
            maxLength={maxViewName}
            autoComplete="off"
            className="min-w-0 flex-1"
            // At once: what is typed before the field has the keyboard would be lost, or be a command.
            autoFocus={takesKeyboard}
            onFocus={takesKeyboard ? (event) => event.currentTarget.select() : undefined}
            onKeyDown={leave}
            {...register("name", { validate: (name) => obstacle(name) ?? true })}
          />
          <Button type="submit" loading={isSubmitting}>
            Save
          </Button>
        </div>
      </FormField>
    </form>
  );
}
