"use client";

import { CircleAlert } from "lucide-react";
import { useNow } from "@/components/patterns/time/clock";
import { formatDuration } from "@/lib/platform/format";
import { signInFault } from "@/lib/sessions/sign-in.rules";

/** Why the last attempt failed, what to do, and, after too many, when it may be tried again. */
export function SignInFaultNote({ code }: { code: string | null }) {
  const fault = signInFault(code);
  if (!fault) return null;
  return (
    <div role="alert" className="mb-4 flex items-start gap-2 rounded-md border border-edge bg-sunk px-3 py-2.5">
      <CircleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
      <div className="min-w-0">
        <p className="font-medium">{fault.title}</p>
        {fault.until === undefined ? null : <TryAgainIn until={fault.until} />}
        <p className="mt-0.5 text-ink-soft">{fault.advice}</p>
      </div>
    </div>
  );
}

function TryAgainIn({ until }: { until: number }) {
  const now = useNow(1_000);
  const leftMs = until - now;
  return (
    <p className="mt-0.5 font-medium tabular-nums">
      {leftMs > 0 ? `Try again in ${formatDuration(Math.ceil(leftMs / 1_000) * 1_000)}.` : "You may try again now."}
    </p>
  );
}
