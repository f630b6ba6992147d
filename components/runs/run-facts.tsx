import { Clamped } from "@/components/patterns/outside/clamped";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { FactGrid } from "@/components/patterns/page/fact-grid";
import { Card } from "@/components/patterns/page/panel";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { ActionTally } from "@/components/runs/action-tally";
import { TimeUsed } from "@/components/runs/time-used";
import { PageLink } from "@/components/ui/page-link";
import { routes } from "@/lib/platform/routes";
import type { RunDetail } from "@/lib/runs/run.schemas";

const nothing = <span className="font-normal text-mute">none</span>;

/** Whose run it is, how long it lasts, and what came of it. */
export function RunFacts({ run }: { run: RunDetail }) {
  return (
    <Card>
      {run.stopped && run.status === "active" ? (
        <p className="border-b border-line-soft bg-danger-soft px-3 py-2 text-danger">
          A pulled stop holds this run. Nothing it asks is allowed until the stop is re-armed.
        </p>
      ) : null}
      <FactGrid
        facts={[
          {
            label: "Agent",
            value: (
              <PageLink href={routes.agent(run.agentId)} className="text-accent hover:underline">
                <OutsideText text={run.agentName} />
              </PageLink>
            ),
            detail: run.kind,
          },
          { label: "Started", value: <TimeAgo at={run.startedAt} /> },
          { label: run.status === "active" ? "Token valid for" : "Lasted", value: <TimeUsed run={run} tabbable /> },
          { label: "Asked for", value: <ActionTally counts={run.actions} />, detail: "actions" },
          { label: "Jurisdiction", value: run.jurisdiction ? <OutsideText text={run.jurisdiction} /> : nothing },
          {
            label: "Part of",
            value: run.parent ? (
              <PageLink href={routes.run(run.parent.id)} className="text-accent hover:underline">
                <OutsideText text={run.parent.agentName} />
              </PageLink>
            ) : (
              nothing
            ),
            detail: run.parent ? (
              <Clamped lines={2} tabbable>
                <OutsideText text={run.parent.task} />
              </Clamped>
            ) : undefined,
          },
        ]}
      />
    </Card>
  );
}
