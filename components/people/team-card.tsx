"use client";

import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Panel } from "@/components/patterns/page/panel";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { AddTeamMember } from "@/components/people/add-team-member";
import { PersonName } from "@/components/people/person-name";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { toast } from "@/components/ui/notify";
import { peopleKeys } from "@/lib/people/people.client";
import { formatQuantity } from "@/lib/platform/format";
import { removeTeamMember, renameTeam, teamKeys } from "@/lib/teams/team.client";
import type { Team } from "@/lib/teams/team.schemas";

const form = loadedWhenOpened(() => import("@/components/people/team-name").then((module) => module.TeamName));

/** A team and its members. */
export function TeamCard({ team, mayManage }: { team: Team; mayManage: boolean }) {
  const queries = useQueryClient();
  const [naming, setNaming] = useState(false);

  async function readAgain() {
    await Promise.all([
      queries.invalidateQueries({ queryKey: teamKeys.all }),
      queries.invalidateQueries({ queryKey: peopleKeys.all }),
    ]);
  }

  async function remove(person: { id: string; name: string }) {
    try {
      await removeTeamMember(team.id, person.id);
      toast(`${person.name} is no longer in ${team.name}.`);
    } catch (error) {
      tellFault(error);
    }
    await readAgain();
  }

  return (
    <Panel
      title={<OutsideText text={team.name} />}
      meta={formatQuantity(team.members.length, "member")}
      actions={
        mayManage ? (
          <Button
            size="sm"
            variant="quiet"
            aria-label={`Rename ${team.name}`}
            onPointerEnter={form.preload}
            onFocus={form.preload}
            onClick={() => setNaming(true)}
          >
            Rename
          </Button>
        ) : undefined
      }
    >
      {team.members.length === 0 ? <p className="px-3.5 py-3 text-mute">Nobody is in it yet.</p> : null}
      <ul className="divide-y divide-line-soft">
        {team.members.map((person) => (
          <li key={person.id} className="flex items-center gap-2.5 px-3.5 py-1.5">
            <Avatar name={person.name} size="sm" />
            <span className="min-w-0 flex-1 truncate">
              <PersonName of={person} as="hint" />
            </span>
            {mayManage ? (
              <IconButton
                label={`Remove ${person.name} from ${team.name}`}
                size="sm"
                variant="quiet"
                onClick={() => void remove(person)}
              >
                <X size={13} aria-hidden="true" />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      {mayManage ? <AddTeamMember team={team} onAdded={readAgain} /> : null}
      <Dialog open={naming} onOpenChange={setNaming} title={`Rename ${team.name}`} width="sm">
        <form.Part
          initial={team.name}
          verb="Rename"
          onSave={async (name) => {
            await renameTeam(team.id, name);
            await readAgain();
            setNaming(false);
          }}
        />
      </Dialog>
    </Panel>
  );
}
