"use client";

import { Search } from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";
import { BottomBar } from "@/components/frame/bottom-bar";
import { BrandMark } from "@/components/frame/brand-mark";
import type { FrameCounts, FramePerson, FrameWorkspace } from "@/components/frame/frame.types";
import { visibleNavigation } from "@/components/frame/navigation.rules";
import { PagePlace } from "@/components/frame/page-place";
import { Rail } from "@/components/frame/rail";
import { useNavigationCommands } from "@/components/frame/use-navigation-commands";
import { UserMenu } from "@/components/frame/user-menu";
import { WorkspaceSwitcher } from "@/components/frame/workspace-switcher";
import { CommandPalette } from "@/components/patterns/keys/command-palette";
import type { Command } from "@/components/patterns/keys/commands";
import { KeyHints } from "@/components/patterns/keys/key-hints";
import { Keys } from "@/components/patterns/keys/keys";
import { useShortcut, useShortcutPreference } from "@/components/patterns/keys/shortcuts";
import type { ShownAlarm, StandingAlarms } from "@/components/patterns/page/alarm-banner";
import { ConnectionLamp, type ConnectionState } from "@/components/patterns/page/connection-lamp";
import { PersonName } from "@/components/people/person-name";
import { StopBanner } from "@/components/stops/stop-banner";
import { StopLever } from "@/components/stops/stop-lever";
import {
  offeredScopes,
  type PulledStop,
  type StopReach,
  type StopScopeOption,
  type StopToPull,
  useStopScopesInView,
} from "@/components/stops/stop-scope";
import type { RearmRequest } from "@/lib/stops/stop.client";
import { IconButton } from "@/components/ui/icon-button";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { PageLink } from "@/components/ui/page-link";
import { popupBounds } from "@/components/ui/popup-place";
import { routes } from "@/lib/platform/routes";

/** Drawn by the server where there is one; most pages have none. */
const alarm = loadedWhenOpened(() =>
  import("@/components/patterns/page/alarm-banner").then((module) => module.AlarmBanner),
);

export interface ConsoleFrameProps {
  me: FramePerson;
  workspace: FrameWorkspace;
  workspaces: ReadonlyArray<FrameWorkspace>;
  /** The stops that are pulled now. */
  stops: ReadonlyArray<PulledStop>;
  /** The alarms that nobody has acknowledged; none for those who are not on duty. */
  alarms: StandingAlarms;
  counts: FrameCounts;
  connection: { state: ConnectionState; since?: number | null };
  /** What the search on the server found for the palette's words. */
  searchResults?: ReadonlyArray<Command>;
  searching?: boolean;
  onSearch?: (query: string) => void;
  onSwitchWorkspace: (slug: string) => void;
  onPullStop: (stop: StopToPull) => Promise<void>;
  onPreviewStop: (scope: StopScopeOption) => Promise<StopReach>;
  onRearmStop: (stop: PulledStop, request: RearmRequest) => Promise<void>;
  onReasonForStop: (stop: PulledStop, reason: string) => Promise<void>;
  onAcknowledge: (alarm: ShownAlarm) => Promise<void>;
  onSignOut: () => void;
  children: ReactNode;
}

/** What stands around every page of the console: pulled stops, alarms, top bar, rail, and the lever. */
export function ConsoleFrame(props: ConsoleFrameProps) {
  const { me, workspace, workspaces, stops, counts, connection, children } = props;
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);
  const groups = visibleNavigation(me.permissions);
  const scopesInView = useStopScopesInView();
  const everything: StopScopeOption = {
    type: "workspace",
    label: `Everything in ${workspace.name}`,
    hint: "Every agent of this workspace.",
  };

  useShortcutPreference();
  useNavigationCommands(groups, { onShowKeys: () => setKeysOpen(true), onSignOut: props.onSignOut });
  useShortcut({ keys: "?", label: "All keys", group: "Everywhere", run: () => setKeysOpen(true) });

  return (
    <div
      data-frame
      className="relative grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_48px_minmax(0,1fr)_auto] overflow-clip"
    >
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-ink px-3 py-2 text-panel focus:not-sr-only focus:fixed focus:top-1 focus:left-1"
      >
        Skip to the page
      </a>
      <div>
        <StopBanner
          stops={stops}
          pulledBy={pulledBy}
          onRearm={me.permissions.includes("stop:rearm") ? props.onRearmStop : undefined}
          onReason={me.permissions.includes("stop:pull") ? props.onReasonForStop : undefined}
        />
        {props.alarms.gravest ? (
          <Suspense fallback={null}>
            <alarm.Part {...props.alarms} onAcknowledge={props.onAcknowledge} />
          </Suspense>
        ) : null}
      </div>
      <header className="flex items-center gap-2 border-b border-line bg-panel px-3 print:hidden sm:gap-3 sm:px-3.5">
        <PageLink
          href={routes.board()}
          className="flex items-center gap-[9px] rounded-sm text-md font-[650] tracking-[-0.01em] md:w-[186px] md:shrink-0 coarse:min-h-11"
        >
          <BrandMark />
          <span className="max-md:sr-only">Signalbox</span>
        </PageLink>
        <WorkspaceSwitcher workspace={workspace} workspaces={workspaces} onSwitch={props.onSwitchWorkspace} />
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => setPaletteOpen(true)}
          className="flex h-8 max-w-[430px] flex-1 items-center justify-between rounded-md border border-line bg-sunk px-2.5 text-mute hover:border-edge max-md:hidden coarse:min-h-11"
        >
          Search or do anything
          <Keys keys="mod+k" />
        </button>
        <div className="ml-auto flex items-center gap-2 sm:gap-3">
          <IconButton label="Search and commands" className="md:hidden" onClick={() => setPaletteOpen(true)}>
            <Search size={17} aria-hidden="true" />
          </IconButton>
          <ConnectionLamp {...connection} />
          <StopLever
            scopes={offeredScopes(scopesInView, everything)}
            pulledCount={stops.length}
            onPull={props.onPullStop}
            onPreview={props.onPreviewStop}
            disabledReason={
              me.permissions.includes("stop:pull") ? null : "Your role cannot stop agents. Ask a supervisor."
            }
          />
          <UserMenu
            me={me}
            workspace={workspace}
            workspaces={workspaces}
            onSwitchWorkspace={props.onSwitchWorkspace}
            onShowKeys={() => setKeysOpen(true)}
            onSignOut={props.onSignOut}
          />
        </div>
      </header>
      <div {...popupBounds} className="grid min-h-0 min-w-0 md:grid-cols-[200px_minmax(0,1fr)]">
        <Rail groups={groups} counts={counts} className="border-r border-line bg-panel max-md:hidden print:hidden" />
        <PagePlace>{children}</PagePlace>
      </div>
      <BottomBar groups={groups} counts={counts} />
      <CommandPalette
        open={paletteOpen}
        onOpenChange={setPaletteOpen}
        results={props.searchResults}
        searching={props.searching}
        onQueryChange={props.onSearch}
      />
      <KeyHints open={keysOpen} onOpenChange={setKeysOpen} />
    </div>
  );
}

function pulledBy(stop: PulledStop) {
  return <PersonName of={stop.by} className="underline decoration-current/50 underline-offset-2" />;
}
