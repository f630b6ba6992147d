"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, FormProvider, useForm } from "react-hook-form";
import { AgentFields, type AgentWords, agentWordNames } from "@/components/agents/agent-fields";
import { AgentInput } from "@/components/agents/agent-input";
import { setFaults } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { SuggestingInput } from "@/components/patterns/forms/suggesting-input";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import { agentKeys, agentKindsQuery, createAgent } from "@/lib/agents/agent.client";
import { ProblemError } from "@/lib/platform/http/fetch-json";
import { routes } from "@/lib/platform/routes";

interface Values extends AgentWords {
  kind: string;
  parentAgentId: string;
}

const blank: Values = {
  kind: "",
  name: "",
  description: "",
  tier: "tactical",
  autonomy: "change_making",
  teamId: "",
  parentAgentId: "",
};

/** What an agent is, before it has a key. */
export function RegisterForm() {
  const router = useRouter();
  const queries = useQueryClient();
  const { data: kinds } = useQuery(agentKindsQuery());
  const form = useForm<Values>({ defaultValues: blank });
  const { control, handleSubmit, setError, watch, formState } = form;
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const [parentUnclear, setParentUnclear] = useState(false);

  async function add({ teamId, parentAgentId, ...rest }: Values) {
    if (isSubmitting || parentUnclear) return;
    try {
      const agent = await createAgent({
        ...rest,
        ...(teamId ? { teamId } : {}),
        ...(parentAgentId ? { parentAgentId } : {}),
      });
      await queries.invalidateQueries({ queryKey: agentKeys.all });
      router.push(routes.agent(agent.id));
    } catch (error) {
      if (error instanceof ProblemError && error.code === "name_taken") setError("name", { message: error.message });
      else setFaults(error, setError, [...agentWordNames, "kind", "parentAgentId"]);
    }
  }

  const named = watch("name").trim() !== "" && watch("kind") !== "";
  const obstacle = !named
    ? "Give it a name and a kind"
    : parentUnclear
      ? "Choose the agent that it works under, or leave that empty"
      : null;

  return (
    <FormProvider {...form}>
      <form
        method="post"
        noValidate
        onSubmit={(event) => void handleSubmit(add)(event)}
        className="flex flex-col gap-4"
      >
        <FormField
          label="Kind"
          required
          error={errors.kind?.message}
          hint="Agents of one kind share thresholds, a track on the board, and a stop. Lower case: finance, infrastructure."
        >
          <Controller
            control={control}
            name="kind"
            render={({ field }) => (
              <SuggestingInput
                mono
                maxLength={50}
                words={(kinds?.items ?? []).map((item) => item.kind)}
                value={field.value}
                onValueChange={(text) => field.onChange(text.toLowerCase())}
                onBlur={field.onBlur}
              />
            )}
          />
        </FormField>
        <AgentFields noTeamLabel="My first team" />
        <FormField
          label="Works under"
          optional
          error={errors.parentAgentId?.message}
          hint="The agent that gives it its tasks."
        >
          <Controller
            control={control}
            name="parentAgentId"
            render={({ field }) => (
              <AgentInput value={field.value} onChoose={field.onChange} onTyping={setParentUnclear} />
            )}
          />
        </FormField>
        {errors.root ? (
          <p role="alert" className="text-danger">
            {errors.root.message}
          </p>
        ) : null}
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <DialogClose render={<Button />}>Cancel</DialogClose>
          {/* What succeeded leads to another page: until that is there, it is not sent again. */}
          <Button
            type="submit"
            variant="primary"
            loading={isSubmitting || isSubmitSuccessful}
            disabledReason={obstacle}
          >
            Register
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
