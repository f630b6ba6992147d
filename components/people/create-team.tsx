"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { createTeam, teamKeys } from "@/lib/teams/team.client";

const form = loadedWhenOpened(() => import("@/components/people/team-name").then((module) => module.TeamName));

/** The button that makes a team, and its dialog. */
export function CreateTeam({ mayManage }: { mayManage: boolean }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        disabledReason={mayManage ? null : "Only administrators can make teams."}
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        Make a team
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Make a team"
        description="Add its members afterwards."
        width="sm"
      >
        <form.Part
          initial=""
          verb="Make the team"
          onSave={async (name) => {
            await createTeam({ name });
            await queries.invalidateQueries({ queryKey: teamKeys.all });
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}
