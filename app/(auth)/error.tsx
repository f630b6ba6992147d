"use client";

import { ErrorState } from "@/components/patterns/states/error-state";

/** Signing in could not even be offered. */
export default function AuthError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorState
      title="This page could not be made."
      meaning="Most likely the database cannot be reached. Agents are denied while that is so; nothing is decided."
      advice="Try again in a moment."
      requestId={error.digest}
      onRetry={reset}
    />
  );
}
