"use client";

import { useQuery } from "@tanstack/react-query";
import { Controller, type Path, useFormContext } from "react-hook-form";
import { autonomyOptions, tierOptions } from "@/components/agents/agent-words.rules";
import { FormField } from "@/components/patterns/forms/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { owningTeamsQuery } from "@/lib/agents/agent.client";
import type { Agent } from "@/lib/agents/agent.schemas";

/** What can be said of an agent when it is registered, and changed later. */
export interface AgentWords {
  name: string;
  description: string;
  tier: Agent["tier"];
  autonomy: Agent["autonomy"];
  teamId: string;
}

/** Their names, for faults. */
export const agentWordNames = [
  "name",
  "description",
  "tier",
  "autonomy",
  "teamId",
] as const satisfies readonly Path<AgentWords>[];

const noTeam = "none";

/** The fields that registering and changing an agent share; their form is around them. @param noTeamLabel what an empty team means here */
export function AgentFields({ noTeamLabel }: { noTeamLabel: string }) {
  const { data: teams } = useQuery(owningTeamsQuery());
  const { register, control, formState } = useFormContext<AgentWords>();
  const { errors } = formState;
  return (
    <>
      <FormField label="Name" required error={errors.name?.message}>
        <Input maxLength={100} autoComplete="off" {...register("name")} />
      </FormField>
      <FormField
        label="What it does"
        optional
        error={errors.description?.message}
        hint="Shown to the people who decide on its actions."
      >
        <Textarea rows={2} maxLength={2000} {...register("description")} />
      </FormField>
      <FormField
        label="Owned by"
        error={errors.teamId?.message}
        hint="The team that answers for it. Its members may be kept from deciding its actions."
      >
        <Controller
          control={control}
          name="teamId"
          render={({ field }) => (
            <Select
              value={field.value || noTeam}
              onValueChange={(teamId) => field.onChange(teamId === noTeam ? "" : teamId)}
              onBlur={field.onBlur}
              options={[
                { value: noTeam, label: noTeamLabel },
                ...(teams?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
              ]}
            />
          )}
        />
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label="Tier" error={errors.tier?.message}>
          <Controller
            control={control}
            name="tier"
            render={({ field }) => (
              <Select value={field.value} onValueChange={field.onChange} onBlur={field.onBlur} options={tierOptions} />
            )}
          />
        </FormField>
        <FormField label="Autonomy" error={errors.autonomy?.message}>
          <Controller
            control={control}
            name="autonomy"
            render={({ field }) => (
              <Select
                value={field.value}
                onValueChange={field.onChange}
                onBlur={field.onBlur}
                options={autonomyOptions}
              />
            )}
          />
        </FormField>
      </div>
    </>
  );
}
