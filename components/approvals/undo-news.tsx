import { Countdown } from "@/components/patterns/time/countdown";
import { Kbd } from "@/components/ui/kbd";

/** The line under "Approved" while it can be taken back. */
export function UndoNews({ sentence, untilMs }: { sentence: string; untilMs: number }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="min-w-0 truncate">{sentence}</span>
      <span className="whitespace-nowrap">
        Final in <Countdown until={untilMs} over="0:00" className="font-semibold text-ink!" /> <Kbd>U</Kbd>
      </span>
    </span>
  );
}
