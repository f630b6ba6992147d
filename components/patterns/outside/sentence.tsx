"use client";

import { OutsideText } from "@/components/patterns/outside/outside-text";
import { sentenceParts } from "@/components/patterns/outside/sentence-parts.rules";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import { formatExact, formatMoment } from "@/lib/platform/format";

/** What an action does, in one sentence: an instant in it is shown in the reader's zone, and as it was asked for on hover. */
export function Sentence({ text }: { text: string }) {
  return sentenceParts(text).map((part, index) =>
    part.atMs === undefined ? (
      <OutsideText key={index} text={part.text} />
    ) : (
      <Instant key={index} text={part.text} atMs={part.atMs} />
    ),
  );
}

function Instant({ text, atMs }: { text: string; atMs: number }) {
  const timeZone = useTimeZone();
  return (
    <time dateTime={text} title={`${text}, which is ${formatExact(atMs, timeZone)}`}>
      {formatMoment(atMs, timeZone)}
    </time>
  );
}
