import type { Ref } from "react";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Sentence } from "@/components/patterns/outside/sentence";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { SignalMark } from "@/components/ui/signal-mark";
import { StatusMark, type Status } from "@/components/ui/status-mark";
import type { Action } from "@/lib/actions/action.schemas";
import type { AgentDetail } from "@/lib/agents/agent.schemas";
import type { QueueItem } from "@/lib/approvals/queue.rules";

export interface EvidenceHeadProps {
  headingRef: Ref<HTMLHeadingElement>;
  action: Pick<
    QueueItem,
    "id" | "zone" | "status" | "sentence" | "createdAt" | "agentName" | "kind" | "decision" | "settling"
  >;
  onBehalfOf?: Action["onBehalfOf"];
  agent?: AgentDetail;
}

/** What will happen, in one plain sentence, and who asks. */
export function EvidenceHead({ headingRef, action, onBehalfOf, agent }: EvidenceHeadProps) {
  const who = [
    action.kind,
    agent?.autonomy.replaceAll("_", "-"),
    agent?.tier,
    agent?.team ? `owner ${agent.team.name}` : null,
    onBehalfOf ? `on behalf of ${onBehalfOf.type} ${onBehalfOf.id}` : null,
  ].filter(Boolean);
  return (
    <header>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-mute">
        <SignalMark signal={action.zone} />
        <span aria-hidden="true">·</span>
        <span>
          asked <TimeAgo at={action.createdAt} />
        </span>
        {action.status !== "pending" || action.settling ? (
          <>
            <span aria-hidden="true">·</span>
            <StatusMark status={statusOf(action)} />
          </>
        ) : null}
        <span aria-hidden="true">·</span>
        <CopyId id={action.id} label="action id" className="text-mute!" />
      </div>
      <h2
        ref={headingRef}
        tabIndex={-1}
        className="mt-2 mb-1 text-2xl leading-[1.3] font-[650] tracking-[-0.02em] text-balance break-words focus-visible:outline-none"
      >
        <Sentence text={action.sentence} />
      </h2>
      <p className="text-ink-soft">
        <b className="font-semibold">
          <OutsideText text={action.agentName} />
        </b>{" "}
        asks
        {who.length > 0 ? (
          <>
            {" "}
            · <OutsideText text={who.join(" · ")} />
          </>
        ) : null}
      </p>
    </header>
  );
}

function statusOf({ status, decision, settling }: EvidenceHeadProps["action"]): Status {
  if (settling) return "settling";
  if (decision?.outcome === "edit") return "edited";
  if (decision?.outcome === "reject" && decision.by.type === "person") return "rejected";
  return status;
}
