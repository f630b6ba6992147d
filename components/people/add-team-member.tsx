"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useId, useState } from "react";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { peopleQuery } from "@/lib/people/people.client";
import type { Person } from "@/lib/people/people.schemas";
import { addTeamMember } from "@/lib/teams/team.client";
import type { Team } from "@/lib/teams/team.schemas";

/** Finds somebody of the workspace and puts them into the team. */
export function AddTeamMember({ team, onAdded }: { team: Team; onAdded: () => Promise<void> }) {
  return (
    <div className="border-t border-line-soft px-2 py-1.5">
      <Popover
        title={`Add to ${team.name}`}
        trigger={
          <Button size="sm" variant="quiet" icon={<UserPlus size={13} aria-hidden="true" />}>
            Add somebody
          </Button>
        }
      >
        <Candidates team={team} onAdded={onAdded} />
      </Popover>
    </div>
  );
}

function Candidates({ team, onAdded }: { team: Team; onAdded: () => Promise<void> }) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState<string | null>(null);
  const listId = useId();
  const { data, isPending } = useInfiniteQuery(peopleQuery({ q: typed, role: "", status: "active", sort: "" }));
  const found = data?.pages[0]?.items.filter((person) => !team.members.some((member) => member.id === person.id)) ?? [];

  async function add(person: Person) {
    if (busy) return;
    setBusy(person.id);
    try {
      await addTeamMember(team.id, person.id);
      await onAdded();
    } catch (error) {
      tellFault(error);
    } finally {
      setBusy(null);
    }
  }

  return (
    <div className="flex w-72 max-w-full flex-col gap-2">
      <Input
        value={typed}
        aria-label="Find somebody"
        aria-controls={listId}
        placeholder="Name or e-mail"
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul id={listId} aria-busy={isPending} className="-mx-1 max-h-60 overflow-y-auto">
        {found.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              onClick={() => void add(person)}
              aria-disabled={busy !== null || undefined}
              className="w-full rounded-sm px-2 py-1.5 text-left hover:bg-hover coarse:min-h-11"
            >
              <span className="block truncate">{person.name}</span>
              <span className="block truncate text-xs text-mute">{person.email}</span>
            </button>
          </li>
        ))}
        {!isPending && found.length === 0 ? (
          <li className="px-2 py-1.5 text-mute">{typed ? "Nobody else matches." : "Everybody is in it."}</li>
        ) : null}
      </ul>
    </div>
  );
}
