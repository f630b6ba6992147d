"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { AgentFields, type AgentWords } from "@/components/agents/agent-fields";
import { AgentInput } from "@/components/agents/agent-input";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogClose } from "@/components/ui/dialog-close";
import { Input } from "@/components/ui/input";
import { agentKeys, agentKindsQuery, createAgent } from "@/lib/agents/agent.client";
import { ProblemError } from "@/lib/platform/http/fetch-json";
import { routes } from "@/lib/platform/routes";

const blank: AgentWords = { name: "", description: "", tier: "tactical", autonomy: "change_making", teamId: "" };

/** The button that registers an agent, and its dialog. */
export function RegisterAgent({ mayManage }: { mayManage: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        disabledReason={mayManage ? null : "Your role cannot register agents. Ask a governance officer."}
        onClick={() => setOpen(true)}
      >
        Register an agent
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Register an agent"
        description="It cannot ask for anything until it has a key."
      >
        <RegisterForm />
      </Dialog>
    </>
  );
}

function RegisterForm() {
  const router = useRouter();
  const queries = useQueryClient();
  const { data: kinds } = useQuery(agentKindsQuery());
  const kindsId = useId();
  const [words, setWords] = useState(blank);
  const [kind, setKind] = useState("");
  const [parentAgentId, setParentAgentId] = useState("");
  const [parentUnclear, setParentUnclear] = useState(false);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || parentUnclear) return;
    setBusy(true);
    setFaults({});
    const { teamId, ...rest } = words;
    try {
      const agent = await createAgent({
        ...rest,
        kind,
        ...(teamId ? { teamId } : {}),
        ...(parentAgentId ? { parentAgentId } : {}),
      });
      await queries.invalidateQueries({ queryKey: agentKeys.all });
      router.push(routes.agent(agent.id));
    } catch (error) {
      const taken = error instanceof ProblemError && error.code === "name_taken";
      setFaults(taken ? { name: error.message } : faultsOf(error));
      setBusy(false);
    }
  }

  const named = words.name.trim() !== "" && kind !== "";
  const obstacle = !named
    ? "Give it a name and a kind"
    : parentUnclear
      ? "Choose the agent that it works under, or leave that empty"
      : null;

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormField
        label="Kind"
        required
        error={faults["kind"]}
        hint="Agents of one kind share thresholds, a track on the board, and a stop. Lower case: finance, infrastructure."
      >
        <Input
          mono
          value={kind}
          list={kindsId}
          maxLength={50}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setKind(event.target.value.toLowerCase())}
        />
      </FormField>
      <datalist id={kindsId}>
        {(kinds?.items ?? []).map((item) => (
          <option key={item.kind} value={item.kind} />
        ))}
      </datalist>
      <AgentFields
        value={words}
        onChange={(change) => setWords({ ...words, ...change })}
        faults={faults}
        noTeamLabel="My first team"
      />
      <FormField label="Works under" optional error={faults["parentAgentId"]} hint="The agent that gives it its tasks.">
        <AgentInput value={parentAgentId} onChoose={setParentAgentId} onTyping={setParentUnclear} />
      </FormField>
      {faults[""] ? (
        <p role="alert" className="text-danger">
          {faults[""]}
        </p>
      ) : null}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button type="submit" variant="primary" loading={busy} disabledReason={obstacle}>
          Register
        </Button>
      </div>
    </form>
  );
}
