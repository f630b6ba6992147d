"use client";

import { outOfReach, type Go } from "@/components/patterns/forms/leaving";
import { ErrorState } from "@/components/patterns/states/error-state";
import { Button } from "@/components/ui/button";

/** Stands over the page while the next one cannot be fetched; what is typed below it stays. */
export function UnreachedPage({ go }: { go: Go }) {
  return (
    <div className="absolute inset-0 z-20 overflow-y-auto bg-canvas">
      <ErrorState
        title="The server cannot be reached."
        meaning="The page you asked for could not be fetched. The one you were on is kept, with what you typed. Agents are not affected by this."
        advice="Check the connection, then try again."
        onRetry={go}
      />
      <p className="text-center">
        <Button variant="quiet" onClick={() => outOfReach.set(null)}>
          Back to where I was
        </Button>
      </p>
    </div>
  );
}
