import { inWords } from "@/components/approvals/problem-in-words";
import { ErrorState } from "@/components/patterns/states/error-state";

export interface ReadFaultProps {
  /** What could not be read, as a sentence. */
  what: string;
  error: Error;
  onRetry: () => void;
}

/** Something could not be read: nothing is lost by that, and held actions stay held. */
export function ReadFault({ what, error, onRetry }: ReadFaultProps) {
  const { title, code, advice, requestId } = inWords(error);
  if (code === "not_found")
    return (
      <ErrorState
        title={title}
        meaning="It may belong to another workspace, or the link is incomplete."
        advice={advice}
        requestId={requestId}
      />
    );
  return (
    <ErrorState
      title={what}
      meaning={`${title} Held actions stay held, and their agents wait.`}
      advice="It will be retried when the connection is back."
      requestId={requestId}
      onRetry={onRetry}
    />
  );
}
