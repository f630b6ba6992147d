import type { InterlockAnswer } from "@/lib/actions/verdict.rules";
import { keysOfDeed } from "@/lib/scopes/scope-keys.rules";
import { type ActiveStop, covers } from "@/lib/scopes/stop.rules";
import type { Subject } from "../subject.rules";

/** A pulled stop denies everything in its scope, whatever the other interlocks say. */
export function stop({ stops, runStop, principal, request, namesakes }: Subject): InterlockAnswer {
  const nameKeys = keysOfDeed({ kind: principal.kind, action: request.action, resource: request.resource, declared: namesakes });
  const pulled = stops.find((s) => covers(s, { agentIds: principal.agentIds, runIds: principal.runIds, nameKeys })) ?? runStop;
  if (!pulled) return { name: "stop", effect: "pass", code: "clear", message: "No stop is pulled." };
  return { name: "stop", effect: "deny", code: "stopped", message: `${what(pulled, request.resource === undefined)} is stopped by ${pulled.pulledByName}: ${pulled.reason}` };
}

function what({ scopeType, scopeId }: ActiveStop, namesNoResource: boolean): string {
  if (scopeType === "workspace") return "Everything";
  if (scopeType === "resource" && namesNoResource) return `This names no resource, so it may be one that is stopped: ${scopeId ?? "?"}`;
  return `This ${scopeType}`;
}
