"use client";

import { useId, useState } from "react";
import { changedWords } from "@/components/catalog/history/changed-words";
import { VersionDifference } from "@/components/catalog/history/version-difference";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { FoldedText } from "@/components/patterns/values/folded-text";
import { PersonName } from "@/components/people/person-name";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { VersionItem } from "@/lib/versions/version.schemas";

export interface VersionLineProps {
  name: string;
  version: VersionItem;
  /** Whether there is one before it to compare it with. */
  hasBefore: boolean;
  /** Asks whether to bring it back; null where the reader may not, or there is nothing to bring back. */
  onRollBack: (() => void) | null;
}

/** One version: who, when, why, and what changed. */
export function VersionLine({ name, version: item, hasBefore, onRollBack }: VersionLineProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { version, author, reviewer, reason, restores, liveAt, changed, status } = item;
  return (
    <li className="border-t border-line-soft first:border-t-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 px-3 py-2.5">
        <div className="min-w-0 flex-[1_1_16rem]">
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
            <b className="font-semibold tabular-nums">Version {version}</b>
            {status === "live" ? <Badge tone="strong">live</Badge> : null}
            {restores === null ? null : <Badge>brings version {restores} back</Badge>}
            <span className="text-mute">
              {author ? <PersonName of={author} /> : "Before history was kept"}
              {reviewer ? (
                <>
                  , accepted by <PersonName of={reviewer} />
                </>
              ) : null}{" "}
              · <TimeAgo at={liveAt} tabbable={false} />
            </span>
          </p>
          {reason === null ? null : (
            <p className="mt-0.5 [overflow-wrap:anywhere] text-ink-soft">
              <FoldedText text={reason} of="Reason" />
            </p>
          )}
          {changed.length > 0 ? (
            <p className="mt-0.5 text-sm text-mute">Changed: {changedWords(changed)}</p>
          ) : hasBefore ? null : (
            <p className="mt-0.5 text-sm text-mute">{author ? "Added" : "What applied then"}</p>
          )}
        </div>
        <div className="flex gap-1.5">
          {hasBefore ? (
            <Button
              size="sm"
              variant="quiet"
              aria-expanded={open}
              aria-controls={id}
              aria-label={`${open ? "Hide" : "Show"} what changed in version ${version}`}
              onClick={() => setOpen(!open)}
            >
              {open ? "Hide changes" : "Show changes"}
            </Button>
          ) : null}
          {onRollBack ? (
            <Button size="sm" aria-label={`Roll back to version ${version}…`} onClick={onRollBack}>
              Roll back…
            </Button>
          ) : null}
        </div>
      </div>
      <div id={id} className={open ? "border-t border-line-soft bg-sunk" : undefined}>
        {open ? <VersionDifference name={name} version={version} /> : null}
      </div>
    </li>
  );
}
