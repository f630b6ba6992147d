"use client";

import { useState } from "react";
import { EvidenceMetadata } from "@/components/approvals/evidence/evidence-metadata";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { FoldedText } from "@/components/patterns/values/folded-text";
import { Button } from "@/components/ui/button";
import type { Action } from "@/lib/actions/action.schemas";
import { formatNumber } from "@/lib/platform/format";

export interface EvidenceAccountProps {
  action: Action;
  /** In red: until the person has chosen. */
  hideConfidence: boolean;
}

/** What the agent says about itself: last, set apart, as plain text. Nothing in it is a link, and nothing has checked it. */
export function EvidenceAccount({ action, hideConfidence }: EvidenceAccountProps) {
  const { reasoning, confidence, effects } = action;
  return (
    <section aria-labelledby="agents-account" className="mt-8 border-t border-dashed border-edge pt-4 pb-2">
      <h3 id="agents-account" className="scroll-mt-3 rounded-sm text-sm font-semibold text-mute">
        The agent&rsquo;s own account · not verified
      </h3>
      <div className="mt-2 max-w-[72ch] border-l-[3px] border-line pl-3.5 text-ink-soft">
        {reasoning?.summary ? <LongText text={reasoning.summary} /> : <p className="text-mute">It gave no reasons.</p>}
        {effects?.rollbackPlan ? (
          <p className="mt-2 break-words whitespace-pre-wrap">
            <b className="font-semibold">How it would undo this: </b>
            <FoldedText text={effects.rollbackPlan} of="How it would undo this" />
          </p>
        ) : null}
        <p className="mt-2 text-sm text-mute">{confidenceWords(confidence, hideConfidence)}</p>
      </div>
      {reasoning?.context && reasoning.context.length > 0 ? (
        <details className="mt-3 max-w-[72ch]">
          <summary className="w-fit rounded-sm text-sm font-medium text-ink-soft coarse:min-h-11">
            What it says it relied on ({reasoning.context.length})
          </summary>
          <ul className="mt-1.5 space-y-2">
            {reasoning.context.map((item, index) => (
              <li key={index} className="border-l-[3px] border-line pl-3.5">
                <p className="font-medium break-words">
                  <OutsideText text={item.label} />
                </p>
                {item.uri ? (
                  <p className="text-mono break-all text-mute">
                    <OutsideText text={item.uri} />
                  </p>
                ) : null}
                {item.content ? <LongText text={item.content} /> : null}
                {item.sha256 ? (
                  <p className="text-mono text-2xs! break-all text-mute">
                    sha256 <OutsideText text={item.sha256} />
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <EvidenceMetadata metadata={action.metadata} />
    </section>
  );
}

function confidenceWords(confidence: number | null, hidden: boolean): string {
  if (hidden) return "Its confidence is shown after you choose.";
  return confidence === null
    ? "It stated no confidence."
    : `It says it is ${formatNumber(confidence, 3)} confident (0 to 1).`;
}

const longText = 900;

function LongText({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const cut = !open && text.length > longText;
  return (
    <>
      <p className="break-words whitespace-pre-wrap">
        <OutsideText lines text={cut ? `${text.slice(0, longText)}…` : text} />
      </p>
      {text.length > longText ? (
        <Button size="sm" variant="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Less" : `All ${text.length.toLocaleString("en-GB")} characters`}
        </Button>
      ) : null}
    </>
  );
}
