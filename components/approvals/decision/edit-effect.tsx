"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { OutsideWarning } from "@/components/patterns/outside/outside-warning";
import type { Action } from "@/lib/actions/action.schemas";
import { previewOptions } from "@/lib/approvals/approvals.client";
import { widenings } from "@/lib/gate/widening.rules";

/** What an edit would come to, before it is given: in which ways it goes beyond what was asked, and what the interlocks would deny. */
export function EditEffect({ action, parameters }: { action: Action; parameters: Record<string, unknown> }) {
  const beyond = useMemo(() => widenings(action.parameters, parameters, action.resource), [action, parameters]);
  const preview = useQuery(previewOptions(action.id, parameters));
  const denial = preview.data?.now.denial;
  return (
    <div role="status" aria-label="Effect of this edit" className="flex flex-col gap-2">
      <OutsideWarning value={parameters} />
      {denial ? (
        <p className="rounded-md border border-danger bg-danger-soft px-3 py-2">
          <b className="font-semibold">It would be denied.</b> <OutsideText text={denial.message} />
        </p>
      ) : null}
      {beyond.length > 0 ? (
        <div className="rounded-md border border-caution bg-caution-soft px-3 py-2">
          <p className="font-semibold">This goes beyond what the agent asked for.</p>
          <ul className="mt-1 list-disc pl-4 text-ink-soft">
            {beyond.map(({ path, kind, words }) => (
              <li key={`${path} ${kind}`} className="break-words">
                <OutsideText text={words} />
              </li>
            ))}
          </ul>
          {action.estimatedCost ? (
            <p className="mt-1 text-sm text-ink-soft">The agent’s cost estimate was made for its own parameters.</p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
