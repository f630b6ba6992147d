"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { AgentFields, type AgentWords, agentWordNames } from "@/components/agents/agent-fields";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import { toast } from "@/components/ui/notify";
import { agentKeys, updateAgent } from "@/lib/agents/agent.client";
import type { AgentDetail, AgentUpdate } from "@/lib/agents/agent.schemas";
import { ProblemError } from "@/lib/platform/http/fetch-json";

function wordsOf({ name, description, tier, autonomy, team }: AgentDetail): AgentWords {
  return { name, description, tier, autonomy, teamId: team?.id ?? "" };
}

/** Only what differs is sent, so that a colleague's change of something else stays. */
function updateOf(before: AgentWords, after: AgentWords): AgentUpdate {
  const { teamId, ...rest } = after;
  const changed = Object.entries(rest).filter(([field, value]) => before[field as keyof AgentWords] !== value);
  return { ...Object.fromEntries(changed), ...(teamId === before.teamId ? {} : { teamId: teamId || null }) };
}

/** What is said of an agent, to be changed. */
export function EditForm({ agent, onDone }: { agent: AgentDetail; onDone: () => void }) {
  const queries = useQueryClient();
  const [before] = useState(() => wordsOf(agent));
  const form = useForm<AgentWords>({ defaultValues: before });
  const { handleSubmit, setError, formState } = form;
  const { errors, isSubmitting, isDirty } = formState;

  async function save(words: AgentWords) {
    if (isSubmitting) return;
    try {
      const changed = await updateAgent(agent.id, updateOf(before, words));
      await queries.invalidateQueries({ queryKey: agentKeys.all });
      toast(`Changed: ${changed.name}`);
      onDone();
    } catch (error) {
      if (error instanceof ProblemError && error.code === "name_taken") setError("name", { message: error.message });
      else setFaults(error, setError, agentWordNames);
    }
  }

  return (
    <FormProvider {...form}>
      <form
        method="post"
        noValidate
        onSubmit={(event) => void handleSubmit(save)(event)}
        className="flex flex-col gap-4"
      >
        <AgentFields noTeamLabel="Nobody" />
        {errors.root ? (
          <p role="alert" className="text-danger">
            {errors.root.message}
          </p>
        ) : null}
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <DialogClose render={<Button />}>Cancel</DialogClose>
          <Button
            type="submit"
            variant="primary"
            loading={isSubmitting}
            disabledReason={isDirty ? null : "Nothing is changed"}
          >
            Save
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
