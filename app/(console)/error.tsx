"use client";

import { ErrorState } from "@/components/patterns/states/error-state";

/** What stands where a page could not be rendered. The frame, with the lever, stays. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorState
      title="This page could not be loaded."
      meaning="Agents are not affected: held actions stay held, and nothing was decided or changed."
      advice="Try again. If the problem persists, the server's log has the reason under the id below."
      requestId={error.digest}
      onRetry={reset}
    />
  );
}
