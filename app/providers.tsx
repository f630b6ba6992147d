"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { Listening } from "@/app/listening";
import { PreferencesProvider } from "@/components/patterns/preferences/preferences";
import type { Theme } from "@/components/patterns/preferences/preferences.rules";
import { ClockProvider } from "@/components/patterns/time/clock";
import { useTellZone } from "@/components/patterns/time/time-zone";
import { Toaster } from "@/components/ui/toast";
import { TooltipLayer } from "@/components/ui/tooltip";
import { backoffMs } from "@/lib/platform/retry";

export interface ProvidersProps {
  children: ReactNode;
  theme: Theme;
  shortcuts: boolean;
  /** Unix milliseconds at which the server drew the page. */
  renderedAt: number;
}

/** What every page needs around it. */
export function Providers({ children, theme, shortcuts, renderedAt }: ProvidersProps) {
  const [queries] = useState(makeQueryClient);
  useTellZone();
  return (
    <QueryClientProvider client={queries}>
      <NuqsAdapter>
        <PreferencesProvider theme={theme} shortcuts={shortcuts}>
          <ClockProvider renderedAt={renderedAt}>
            {children}
            <Listening />
            <TooltipLayer />
            <Toaster />
          </ClockProvider>
        </PreferencesProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when something changed; this is how long data is taken as fresh without them.
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && !isFinal(error),
        retryDelay: (failures) => backoffMs(failures, { firstMs: 1_000 }),
      },
      mutations: { retry: false },
    },
  });
}

/** A 4xx answer does not change by asking again. */
function isFinal(error: unknown): boolean {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 500;
}
