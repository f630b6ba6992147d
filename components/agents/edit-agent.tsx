"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { AgentFields, type AgentWords } from "@/components/agents/agent-fields";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogClose } from "@/components/ui/dialog-close";
import { toast } from "@/components/ui/notify";
import { agentKeys, updateAgent } from "@/lib/agents/agent.client";
import type { AgentDetail, AgentUpdate } from "@/lib/agents/agent.schemas";
import { ProblemError } from "@/lib/platform/http/fetch-json";

/** The button that changes an agent's words, and its dialog. */
export function EditAgent({ agent, disabledReason }: { agent: AgentDetail; disabledReason: string | null }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button disabledReason={disabledReason} onClick={() => setOpen(true)}>
        Edit…
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Edit ${agent.name}`}
        description="A change applies to every request from then on."
      >
        <EditForm agent={agent} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function wordsOf({ name, description, tier, autonomy, team }: AgentDetail): AgentWords {
  return { name, description, tier, autonomy, teamId: team?.id ?? "" };
}

/** Only what differs is sent, so that a colleague's change of something else stays. */
function updateOf(before: AgentWords, after: AgentWords): AgentUpdate {
  const { teamId, ...rest } = after;
  const changed = Object.entries(rest).filter(([field, value]) => before[field as keyof AgentWords] !== value);
  return { ...Object.fromEntries(changed), ...(teamId === before.teamId ? {} : { teamId: teamId || null }) };
}

function EditForm({ agent, onDone }: { agent: AgentDetail; onDone: () => void }) {
  const queries = useQueryClient();
  const [before] = useState(() => wordsOf(agent));
  const [words, setWords] = useState(before);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const update = updateOf(before, words);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFaults({});
    try {
      const changed = await updateAgent(agent.id, update);
      await queries.invalidateQueries({ queryKey: agentKeys.all });
      toast(`Changed: ${changed.name}`);
      onDone();
    } catch (error) {
      const taken = error instanceof ProblemError && error.code === "name_taken";
      setFaults(taken ? { name: error.message } : faultsOf(error));
      setBusy(false);
    }
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <AgentFields
        value={words}
        onChange={(change) => setWords({ ...words, ...change })}
        faults={faults}
        noTeamLabel="Nobody"
      />
      {faults[""] ? (
        <p role="alert" className="text-danger">
          {faults[""]}
        </p>
      ) : null}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button
          type="submit"
          variant="primary"
          loading={busy}
          disabledReason={Object.keys(update).length === 0 ? "Nothing is changed" : null}
        >
          Save
        </Button>
      </div>
    </form>
  );
}
