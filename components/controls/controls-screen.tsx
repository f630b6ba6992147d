"use client";

import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { EarlierStops } from "@/components/stops/earlier-stops";
import { StandingStops } from "@/components/stops/standing-stops";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { allStopsKey } from "@/lib/stops/stop.client";

/** What stops agents, as it stands: a section for each sort of control. */
export function ControlsScreen() {
  useStreamInvalidation(["stop.", "job."], allStopsKey, 200);
  // What a stop catches, and what ends well on probation.
  useStreamInvalidation(["action."], allStopsKey, 2_000);
  return (
    <Page className="flex flex-col gap-6">
      <PageHeader
        title="Controls"
        description="Each lever stops what its plate names until somebody re-arms it."
        className="mb-0!"
      />
      <StandingStops />
      <EarlierStops />
    </Page>
  );
}
