"use client";

import { Controller, useForm } from "react-hook-form";
import { FormField } from "@/components/patterns/forms/form-field";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import type { PulledStop } from "@/components/stops/stop-scope";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { spelledOut } from "@/lib/platform/concealed.rules";
import type { RearmRequest } from "@/lib/stops/stop.client";

export interface RearmDialogProps {
  stop: PulledStop;
  /** It ends its probation: it goes to normal. */
  isOnProbation?: boolean;
  onRearm?: (stop: PulledStop, request: RearmRequest) => Promise<void>;
  onClose: () => void;
}

const options = [
  { value: "probation", label: "To probation", hint: "A person looks at each action until enough of them ended well." },
  { value: "normal", label: "To normal", hint: "Agents act as their controls allow, from now on." },
] as const;

/** What the server takes by default, and the most it takes. */
const cleanActions = { usual: "20", most: 1_000 };

interface Values {
  reason: string;
  to: RearmRequest["to"];
  /** How many actions must end well, as it is written. */
  clean: string;
}

/** Asks why it is safe again before a stop is lifted, and to what. */
export function RearmDialog({ stop, isOnProbation = false, onRearm, onClose }: RearmDialogProps) {
  const { register, control, watch } = useForm<Values>({
    defaultValues: { reason: "", to: "normal", clean: cleanActions.usual },
  });
  const { reason, to, clean } = watch();
  const count = /^\d{1,4}$/.test(clean.trim()) ? Number(clean) : 0;
  const isCount = count >= 1 && count <= cleanActions.most;
  const missing =
    reason.trim() === ""
      ? "Say why it is safe again"
      : to === "probation" && !isCount
        ? "Say how many actions, from 1 to 1,000"
        : null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${isOnProbation ? "End probation" : "Re-arm"}: ${spelledOut(stop.label)}`}
      description={
        isOnProbation
          ? "Agents act as their controls allow, from now on: a person no longer looks at each action."
          : "Agents in this scope may ask again from now on. Whatever was refused or lost its permit stays that way: nothing restarts by itself."
      }
      confirmLabel={isOnProbation ? "End probation" : "Re-arm"}
      disabledReason={missing}
      onConfirm={() =>
        onRearm?.(stop, { reason: reason.trim(), to, ...(to === "probation" ? { cleanActions: count } : {}) })
      }
    >
      <FormField label="Why is it safe again?" required>
        <Textarea rows={2} maxLength={2000} {...register("reason")} />
      </FormField>
      {isOnProbation ? null : (
        <Controller
          control={control}
          name="to"
          render={({ field }) => (
            <RadioGroup aria-label="To what" value={field.value} onValueChange={field.onChange} options={options} />
          )}
        />
      )}
      {to === "probation" ? (
        <FormField label="Actions that must end well" error={isCount ? undefined : "A whole number from 1 to 1,000."}>
          <Input inputMode="numeric" className="tabular-nums" {...register("clean")} />
        </FormField>
      ) : null}
    </ConfirmDialog>
  );
}
