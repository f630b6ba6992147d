import { keysOfDeed } from "@/lib/scopes/scope-keys.rules";
import { type ActiveStop, covers } from "@/lib/scopes/stop.rules";
import { interlock } from "@/lib/judging/interlock.rules";
import { stopsInForce } from "./stops-in-force.rules";

/**
 * A pulled stop denies everything in its scope, whatever the other interlocks say. One that was re-armed to probation lets nothing
 * through that no person has looked at.
 */
export const stop = interlock({
  name: "stop",
  reads: stopsInForce,
  judge({ runStop, principal, request, namesakes }, { pass, hold, deny }, stops) {
    const nameKeys = keysOfDeed({
      kind: principal.kind,
      action: request.action,
      resource: request.resource,
      declared: namesakes,
    });
    const asked = { agentIds: principal.agentIds, runIds: principal.runIds, nameKeys };
    const covering = [...stops.filter((s) => covers(s, asked)), ...(runStop ? [runStop] : [])];
    const decisive = covering.find(({ standing }) => standing === "pulled") ?? covering[0];
    if (!decisive) return pass("clear", "No stop is pulled.");
    const subject = what(decisive, request.resource === undefined);
    const control = { type: "stop", id: decisive.id } as const;
    if (decisive.standing === "probation")
      return hold("probation", `${subject} was stopped and is on probation: a person looks at each action.`, control);
    const why = decisive.reason === null ? "." : `: ${decisive.reason}`;
    return deny("stopped", `${subject} is stopped by ${decisive.pulledByName}${why}`, control);
  },
});

function what({ scopeType, scopeId }: ActiveStop, namesNoResource: boolean): string {
  if (scopeType === "workspace") return "Everything";
  if (scopeType === "resource" && namesNoResource)
    return `This names no resource, so it may be one that is stopped: ${scopeId ?? "?"}`;
  return `This ${scopeType}`;
}
