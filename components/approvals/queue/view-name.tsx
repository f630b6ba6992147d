"use client";

import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";
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
  const [name, setName] = useState(initial);
  const [fault, setFault] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (saving) return;
    const refused = obstacle(name);
    setFault(refused);
    if (refused !== null) return;
    setSaving(true);
    try {
      await onSave(name.trim());
      setName(initial);
    } catch (error) {
      setFault(Object.values(faultsOf(error))[0] ?? null);
    } finally {
      setSaving(false);
    }
  }

  function leave(event: KeyboardEvent) {
    if (event.key !== "Escape" || !onCancel) return;
    // One step back: the panel itself stays open.
    event.stopPropagation();
    onCancel();
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void save(event)} className="w-full">
      <FormField label={label} error={fault}>
        <div className="flex gap-1.5">
          <Input
            ref={onCancel ? focusWhole : undefined}
            value={name}
            placeholder={placeholder}
            maxLength={maxViewName}
            autoComplete="off"
            className="min-w-0 flex-1"
            onChange={(event) => setName(event.target.value)}
            onKeyDown={leave}
          />
          <Button type="submit" loading={saving}>
            Save
          </Button>
        </div>
      </FormField>
    </form>
  );
}

function focusWhole(field: HTMLInputElement | null) {
  field?.focus();
  field?.select();
}
