"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { untilLoaded } from "@/components/ui/until-loaded";
import { createTeam, teamKeys } from "@/lib/people/team.client";

const TeamName = dynamic(() => untilLoaded(() => import("@/components/people/team-name").then((module) => module.TeamName)), {
  ssr: false,
  loading: () => <Skeleton className="h-24 w-full" />,
});

/** The button that makes a team, and its dialog. */
export function CreateTeam({ mayManage }: { mayManage: boolean }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" disabledReason={mayManage ? null : "Only administrators make teams."} onClick={() => setOpen(true)}>
        Make a team
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="Make a team" description="Add its members afterwards." width="sm">
        <TeamName
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
