import { covers } from "@/lib/stops/stop.rules";
import type { Subject } from "../subject.rules";
import type { InterlockAnswer } from "../verdict.rules";

/** A pulled stop denies everything in its scope, whatever the other interlocks say. */
export function stop({ stops, runStop, principal, request }: Subject): InterlockAnswer {
  const scope = {
    agentIds: principal.agentIds,
    kind: principal.kind,
    runIds: principal.runIds,
    action: request.action,
    resource: request.resource ? `${request.resource.type}:${request.resource.id}` : null,
  };
  const pulled = stops.find((s) => covers(s, scope)) ?? runStop;
  if (!pulled) return { name: "stop", effect: "pass", code: "clear", message: "No stop is pulled." };
  const what = pulled.scopeType === "workspace" ? "Everything" : `This ${pulled.scopeType}`;
  return { name: "stop", effect: "deny", code: "stopped", message: `${what} is stopped by ${pulled.pulledByName}: ${pulled.reason}` };
}
