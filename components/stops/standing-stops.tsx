"use client";

import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { clsx } from "clsx";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { useCan } from "@/components/people/use-can";
import { type Lever, leversOf, stateInWords } from "@/components/stops/lever.rules";
import { LeverFrame } from "@/components/stops/lever-frame";
import { previewScope } from "@/components/stops/preview-scope";
import { StandingStop } from "@/components/stops/standing-stop";
import { askToStop, toPulledStop } from "@/components/stops/stop-scope";
import { useStopCommands } from "@/components/stops/use-stop-commands";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { SignalShape } from "@/components/ui/signal-mark";
import { agentKindsQuery } from "@/lib/agents/agent.client";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { scopeLabel } from "@/lib/scopes/stop.rules";
import { standingStopsQuery } from "@/lib/stops/stop.client";
import type { Stop } from "@/lib/stops/stop.schemas";

const rearm = loadedWhenOpened(() => import("@/components/stops/rearm-dialog").then((module) => module.RearmDialog));
const why = loadedWhenOpened(() => import("@/components/stops/reason-dialog").then((module) => module.ReasonDialog));
const withdraw = loadedWhenOpened(() =>
  import("@/components/stops/withdraw-dialog").then((module) => module.WithdrawDialog),
);

const grounds = {
  normal: "text-ink",
  caution: "bg-caution-soft text-caution",
  danger: "bg-danger-soft text-danger",
};

interface Opened {
  dialog: "rearm" | "why" | "withdraw";
  stop: Stop;
}

/** The frame of levers as they stand, and under it each that is thrown: who pulled it, why, and what it caught. */
export function StandingStops() {
  const { data, error, refetch } = useQuery(standingStopsQuery());
  const seesKinds = useCan("agent:read");
  const { data: kinds } = useQuery({ ...agentKindsQuery(), enabled: seesKinds });
  const [mayPull, mayRearm] = [useCan("stop:pull"), useCan("stop:rearm")];
  const commands = useStopCommands();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const stops = data?.items ?? [];
  const state = stateInWords(stops);

  if (error && !data)
    return <QueryError title="What is stopped could not be loaded" error={error} onRetry={() => void refetch()} />;

  function press(lever: Lever) {
    if (lever.stop) {
      if (mayRearm) setOpened({ dialog: "rearm", stop: lever.stop });
      else document.getElementById(lever.stop.id)?.scrollIntoView({ block: "center" });
    } else if (mayPull) {
      askToStop({
        type: lever.type,
        ...(lever.id === null ? {} : { id: lever.id }),
        label: spelledOut(scopeLabel({ type: lever.type, id: lever.id, name: lever.name })),
      });
    }
  }

  function pressWords({ stop }: Lever): string {
    if (stop) return `Press to ${mayRearm ? "re-arm it" : "see why"}`;
    return mayPull ? "Press to stop it" : "Your role cannot stop it";
  }

  return (
    <Panel title="Levers">
      <p
        role="status"
        className={clsx(
          "flex items-center gap-2.5 border-b border-line px-4 py-3 text-lg font-semibold",
          grounds[state.signal],
        )}
      >
        {state.signal === "normal" ? null : (
          <SignalShape signal={state.signal === "danger" ? "red" : "yellow"} size={15} />
        )}
        {state.words}
      </p>
      <LeverFrame
        levers={leversOf(stops, kinds?.items.map(({ kind }) => kind) ?? [])}
        pressWords={pressWords}
        onPress={press}
      />
      {stops.length > 0 ? (
        <ul aria-label="What stands at danger or on probation" className="divide-y divide-line border-t border-line">
          {stops.map((stop) => (
            <StandingStop
              key={stop.id}
              stop={stop}
              onRearm={mayRearm ? () => setOpened({ dialog: "rearm", stop }) : undefined}
              onReason={mayPull ? () => setOpened({ dialog: "why", stop }) : undefined}
              onWithdraw={mayPull ? () => setOpened({ dialog: "withdraw", stop }) : undefined}
              onCancelWithdrawal={mayPull ? commands.cancelWithdrawal : undefined}
            />
          ))}
        </ul>
      ) : null}
      <Suspense fallback={null}>
        {opened ? <OpenedDialog opened={opened} commands={commands} onClose={close} /> : null}
      </Suspense>
    </Panel>
  );
}

interface OpenedDialogProps {
  opened: Opened;
  commands: ReturnType<typeof useStopCommands>;
  onClose: () => void;
}

function OpenedDialog({ opened: { dialog, stop }, commands, onClose }: OpenedDialogProps) {
  const pulled = toPulledStop(stop);
  if (dialog === "why") return <why.Part stop={pulled} onReason={commands.giveReason} onClose={onClose} />;
  if (dialog === "rearm")
    return (
      <rearm.Part
        stop={pulled}
        isOnProbation={stop.status === "probation"}
        onRearm={commands.rearm}
        onClose={onClose}
      />
    );
  const scope = { type: pulled.type, label: pulled.label, ...(stop.scope.id === null ? {} : { id: stop.scope.id }) };
  return (
    <withdraw.Part
      stop={pulled}
      scope={scope}
      onPreview={previewScope}
      onWithdraw={commands.withdraw}
      onClose={onClose}
    />
  );
}
