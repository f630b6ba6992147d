import { keysOfDeed } from "@/lib/scopes/scope-keys.rules";
import { type ActiveStop, covers } from "@/lib/scopes/stop.rules";
import { interlock } from "@/lib/judging/interlock.rules";
import { stopsInForce } from "./stops-in-force.rules";

/** A pulled stop denies everything in its scope, whatever the other interlocks say. */
export const stop = interlock({
  name: "stop",
  reads: stopsInForce,
  judge({ runStop, principal, request, namesakes }, { pass, deny }, stops) {
    const nameKeys = keysOfDeed({
      kind: principal.kind,
      action: request.action,
      resource: request.resource,
      declared: namesakes,
    });
    const pulled =
      stops.find((s) => covers(s, { agentIds: principal.agentIds, runIds: principal.runIds, nameKeys })) ?? runStop;
    return pulled
      ? deny(
          "stopped",
          `${what(pulled, request.resource === undefined)} is stopped by ${pulled.pulledByName}: ${pulled.reason}`,
        )
      : pass("clear", "No stop is pulled.");
  },
});

function what({ scopeType, scopeId }: ActiveStop, namesNoResource: boolean): string {
  if (scopeType === "workspace") return "Everything";
  if (scopeType === "resource" && namesNoResource)
    return `This names no resource, so it may be one that is stopped: ${scopeId ?? "?"}`;
  return `This ${scopeType}`;
}
