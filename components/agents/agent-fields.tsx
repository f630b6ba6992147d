"use client";

import { useQuery } from "@tanstack/react-query";
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

const noTeam = "none";

export interface AgentFieldsProps {
  value: AgentWords;
  onChange: (change: Partial<AgentWords>) => void;
  /** Faults by field name, as the server or the form found them. */
  faults: Readonly<Record<string, string>>;
  /** What an empty team means here. */
  noTeamLabel: string;
}

/** The fields that registering and changing an agent share. */
export function AgentFields({ value, onChange, faults, noTeamLabel }: AgentFieldsProps) {
  const { data: teams } = useQuery(owningTeamsQuery());
  return (
    <>
      <FormField label="Name" required error={faults["name"]}>
        <Input
          value={value.name}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </FormField>
      <FormField
        label="What it does"
        optional
        error={faults["description"]}
        hint="Shown to the people who decide on its actions."
      >
        <Textarea
          rows={2}
          maxLength={2000}
          value={value.description}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </FormField>
      <FormField
        label="Owned by"
        error={faults["teamId"]}
        hint="The team that answers for it. Its members may be kept from deciding its actions."
      >
        <Select
          value={value.teamId || noTeam}
          onValueChange={(teamId) => onChange({ teamId: teamId === noTeam ? "" : teamId })}
          options={[
            { value: noTeam, label: noTeamLabel },
            ...(teams?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
          ]}
        />
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label="Tier" error={faults["tier"]}>
          <Select value={value.tier} onValueChange={(tier) => onChange({ tier })} options={tierOptions} />
        </FormField>
        <FormField label="Autonomy" error={faults["autonomy"]}>
          <Select
            value={value.autonomy}
            onValueChange={(autonomy) => onChange({ autonomy })}
            options={autonomyOptions}
          />
        </FormField>
      </div>
    </>
  );
}
