"use client";

import { ErrorState } from "@/components/patterns/states/error-state";

/** Signing in could not even be offered. */
export default function AuthError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorState
      title="This page could not be loaded."
      meaning="The database is probably unreachable. Until it is back, agents are denied and nothing is decided."
      advice="Try again in a moment."
      requestId={error.digest}
      onRetry={reset}
    />
  );
}
