import { clsx } from "clsx";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { Button } from "@/components/ui/button";

export interface ErrorStateProps {
  /** What happened. */
  title: ReactNode;
  /** What it means: for the agent, for the work. */
  meaning?: ReactNode;
  /** What to do. */
  advice?: ReactNode;
  requestId?: string | null;
  onRetry?: () => void;
  className?: string;
}

/** A failure: what happened, what it means, what to do, and the id to ask about it with. */
export function ErrorState({ title, meaning, advice, requestId, onRetry, className }: ErrorStateProps) {
  return (
    <div role="alert" className={clsx("flex flex-col items-center gap-1 px-6 py-12 text-center", className)}>
      <CircleAlert size={20} className="mb-1 text-ink-soft" aria-hidden="true" />
      <p className="text-md font-semibold">{title}</p>
      {meaning ? <p className="max-w-[56ch] text-pretty text-ink-soft">{meaning}</p> : null}
      {advice ? <p className="max-w-[56ch] text-pretty text-mute">{advice}</p> : null}
      {onRetry ? (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
      {requestId ? (
        <p className="mt-2 text-xs text-mute">
          Request <CopyId id={requestId} label="request id" full />
        </p>
      ) : null}
    </div>
  );
}
