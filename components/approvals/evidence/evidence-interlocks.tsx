"use client";

import { clsx } from "clsx";
import { useState } from "react";
import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Button } from "@/components/ui/button";
import { StatusMark } from "@/components/ui/status-mark";
import type { Action } from "@/lib/actions/action.schemas";
import { interlockTitle } from "@/lib/actions/interlock-names.rules";

export interface EvidenceInterlocksProps {
  action: Action;
  /** In red the agent's confidence is not shown before one has chosen. */
  hideConfidence: boolean;
}

type Answer = Action["verdict"]["interlocks"][number];

/** Which interlock answered what: those that held with their words, and all of them at a glance. Right under the title: it is read first. */
export function EvidenceInterlocks({ action, hideConfidence }: EvidenceInterlocksProps) {
  const [all, setAll] = useState(false);
  const { interlocks, effect } = action.verdict;
  const isHidden = (answer: Answer) => hideConfidence && answer.name === "confidence";
  // What is folded is listed whatever it answered: that it is there must not tell.
  const loud = interlocks.filter((answer) => isHidden(answer) || answer.effect !== "pass");
  const shown = all ? interlocks : loud;
  const title =
    effect === "allow" ? "What the interlocks answered" : effect === "deny" ? "Why it was denied" : "Why it is held";
  return (
    <EvidenceSection
      title={title}
      actions={
        loud.length < interlocks.length ? (
          <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)} className="-my-1">
            {all ? "Only those that held" : `All ${interlocks.length} answers`}
          </Button>
        ) : undefined
      }
    >
      {shown.length > 0 ? (
        <dl className="bg-sunk">
          {shown.map((answer) => (
            <div
              key={answer.name}
              className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-2 border-t border-line-soft px-3 py-1.5 first:border-t-0 max-sm:grid-cols-1"
            >
              <dt className="font-medium">{interlockTitle(answer.name)}</dt>
              <dd className="min-w-0 text-ink-soft">
                <Message answer={answer} hidden={isHidden(answer)} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <ul
        aria-label="Interlocks"
        className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-px border-t border-line bg-line-soft first:border-t-0"
      >
        {interlocks.map((answer) => (
          <li
            key={answer.name}
            className={clsx(
              "flex items-baseline gap-2 px-3 py-1",
              isHidden(answer) ? "bg-panel" : tones[answer.effect],
            )}
          >
            <span className="min-w-0 truncate">{interlockTitle(answer.name)}</span>
            <Mark answer={answer} hidden={isHidden(answer)} />
          </li>
        ))}
        {/* Fills the last line, so that no gap shows the lines' own colour. */}
        <li aria-hidden="true" className="col-[auto/-1] bg-panel empty:block" />
      </ul>
    </EvidenceSection>
  );
}

const tones = { pass: "bg-panel", hold: "bg-caution-soft", deny: "bg-danger-soft" };

function Mark({ answer, hidden }: { answer: Answer; hidden: boolean }) {
  if (hidden) return <span className="text-2xs text-mute">folded</span>;
  if (answer.effect === "pass") return <span className="text-2xs text-mute">pass</span>;
  return <StatusMark status={answer.effect} className="text-2xs font-semibold!" />;
}

function Message({ answer, hidden }: { answer: Answer; hidden: boolean }) {
  if (hidden) return "Shown when you have chosen: the agent’s confidence should not sway you.";
  return (
    <>
      <span className="break-words">
        <OutsideText text={answer.message} />
      </span>
      <span className="block text-2xs text-mute">
        <code className="text-mono text-2xs!">{answer.code}</code>
        {answer.policies && answer.policies.length > 0 ? ` · ${answer.policies.join(", ")}` : null}
      </span>
    </>
  );
}
