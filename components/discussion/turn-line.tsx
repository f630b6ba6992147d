import { Unfolding } from "@/components/patterns/outside/clamped";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import type { Turn } from "@/lib/discussion/discussion.rules";
import type { ActionMessage } from "@/lib/discussion/discussion.schemas";

export interface TurnLineProps {
  turn: Turn<ActionMessage>;
  /** Whether an answer can still come. */
  waits: boolean;
}

/** A comment, or a question with what the agent answered: who, when, and their words as they came. */
export function TurnLine({ turn: { message, answer }, waits }: TurnLineProps) {
  const asks = message.kind === "question";
  return (
    <li className="border-t border-line-soft px-3 py-2 first:border-t-0">
      <Written message={message} verb={asks ? "asked the agent" : "commented"} />
      {answer ? (
        <div className="mt-1.5 border-l-[3px] border-line pl-3">
          <Written message={answer} verb="answered · not verified" />
        </div>
      ) : asks ? (
        <p className="mt-1 text-sm text-mute">
          {waits ? "The agent has not answered yet." : "The agent did not answer while it could."}
        </p>
      ) : null}
    </li>
  );
}

function Written({ message: { by, text, at }, verb }: { message: ActionMessage; verb: string }) {
  return (
    <>
      <p>
        <b className="font-semibold">
          <PersonName of={by} />
        </b>{" "}
        {verb} <span className="text-mute">· </span>
        <TimeAgo at={at} className="text-mute" />
      </p>
      <div className="mt-0.5 max-w-[72ch] break-words whitespace-pre-wrap text-ink-soft">
        {/* Two thousand line breaks would put all that stands below out of sight. */}
        <Unfolding>
          <OutsideText lines text={text} />
        </Unfolding>
      </div>
    </>
  );
}
