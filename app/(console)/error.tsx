"use client";

import { ErrorState } from "@/components/patterns/states/error-state";

/** A page that could not be made. The frame, with the lever, stays. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorState
      title="This page could not be made."
      meaning="Agents are not affected: what waits keeps waiting, and nothing was decided or changed by this."
      advice="Try again. If it stays so, the server's log has the reason under the id below."
      requestId={error.digest}
      onRetry={reset}
    />
  );
}
