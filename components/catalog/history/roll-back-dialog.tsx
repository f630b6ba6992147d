"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { keptSettings } from "@/components/catalog/history/kept-settings";
import { LetsThrough } from "@/components/catalog/lets-through";
import { SettingsDiff } from "@/components/catalog/settings-diff";
import { FormField } from "@/components/patterns/forms/form-field";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { QueryError } from "@/components/patterns/states/query-error";
import { toast } from "@/components/ui/notify";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { actionTypeVersionQuery, catalogKeys } from "@/lib/catalog/catalog.client";
import { differingSettings } from "@/lib/catalog/catalog.rules";
import { proposeTypeChange, rollBackActionType } from "@/lib/catalog/type-history.client";

export interface RollBackDialogProps {
  type: ActionType;
  version: number;
  /** A change takes two people here: bringing it back is proposed. */
  proposes: boolean;
  onClose: () => void;
}

/** What bringing a version back would change, and why it is done. */
export function RollBackDialog({ type, version, proposes, onClose }: RollBackDialogProps) {
  const queries = useQueryClient();
  const { register, watch } = useForm({ defaultValues: { reason: "" } });
  const reason = watch("reason");
  const { data, error, refetch } = useQuery({ ...actionTypeVersionQuery(type.name, version), retry: false });
  const former = data ? keptSettings(data) : null;
  const fields = former ? differingSettings(type, former) : [];
  const nothing = former !== null && fields.length === 0;

  async function confirm() {
    const why = reason.trim();
    if (proposes && former) {
      const change = Object.fromEntries(fields.map((field) => [field, former[field]]));
      await proposeTypeChange(type.name, { change: { ...change, ifVersion: type.version }, reason: why });
      await queries.invalidateQueries({ queryKey: catalogKeys.proposals(type.name) });
      toast(`Proposed: ${type.title}`, { description: "It applies once somebody else has accepted it." });
      return;
    }
    const saved = await rollBackActionType(type.name, { version, reason: why, ifVersion: type.version });
    queries.setQueryData(catalogKeys.one(type.name), saved);
    await queries.invalidateQueries({ queryKey: catalogKeys.all });
    toast(`Rolled back: ${saved.title}`, {
      description: `Version ${saved.version} says what version ${version} said.`,
    });
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={proposes ? `Propose to bring version ${version} back?` : `Roll back to version ${version}?`}
      description={`It becomes version ${type.version + 1}${proposes ? " once somebody else has accepted it" : ""}, and applies from the next request on. Actions that are already held keep the version they were asked under.`}
      confirmLabel={proposes ? "Propose" : "Roll back"}
      disabledReason={
        former === null
          ? "What it would change is not known yet"
          : nothing
            ? "Nothing would change"
            : reason.trim() === ""
              ? "Say why"
              : null
      }
      onConfirm={confirm}
    >
      {error ? (
        <QueryError title="This version could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : former === null ? (
        <Skeleton className="h-20" />
      ) : (
        <>
          <LetsThrough before={type} after={{ ...type, ...former }} />
          <div className="max-h-[40vh] overflow-y-auto" tabIndex={0} role="region" aria-label="What would change">
            <SettingsDiff caption="What would change" before={type} after={former} fields={fields} />
          </div>
        </>
      )}
      <FormField label="Why" required hint="It stays in the entry’s history." className="mt-4">
        <Textarea rows={2} maxLength={2000} {...register("reason")} />
      </FormField>
    </ConfirmDialog>
  );
}
