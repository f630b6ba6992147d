import { ErrorState } from "@/components/patterns/states/error-state";
import { requestIdOf } from "@/components/patterns/states/request-id";

export interface QueryErrorProps {
  /** What could not be read: "The agents could not be read". */
  title: string;
  error: Error;
  onRetry?: () => void;
}

/** A list or page that could not be read, with what the server said and the id to ask about it with. */
export function QueryError({ title, error, onRetry }: QueryErrorProps) {
  return (
    <ErrorState
      title={title}
      meaning={error.message}
      advice="Agents are not affected: the gate keeps working without this page."
      requestId={requestIdOf(error)}
      onRetry={onRetry}
    />
  );
}
