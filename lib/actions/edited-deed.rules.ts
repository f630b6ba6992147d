import { AppError } from "@/lib/platform/errors";
import { deedOf, digestOf } from "./digest.rules";
import { maxParametersBytes } from "./parameters-limit.rules";

/** What may run after an edit: new parameters, and the new digest that the permit is for. */
export interface EditedDeed {
  digest: string;
  parameters: Record<string, unknown>;
}

/** The action's own row, as far as its deed goes. */
export interface AskedDeed {
  agentId: string;
  onBehalfOf: unknown;
  action: string;
  typeVersion: number | null;
  resourceType: string | null;
  resourceId: string | null;
}

/** @throws 413 `parameters_too_large` */
export function requireParametersSize(parameters: Record<string, unknown>): void {
  if (new TextEncoder().encode(JSON.stringify(parameters)).length <= maxParametersBytes) return;
  throw new AppError("parameters_too_large", "Parameters may have at most 256 KiB.", {
    errors: [{ path: "parameters", message: "is larger than 256 KiB" }],
  });
}

/** The deed with other parameters. Whether they may be given is judged by the interlocks. */
export function editedDeed(action: AskedDeed, parameters: Record<string, unknown>): EditedDeed {
  const { agentId, action: name, typeVersion, resourceType: type, resourceId: id } = action;
  const onBehalfOf = action.onBehalfOf as { type: string; id: string } | null;
  const resource = type !== null && id !== null ? { type, id } : null;
  return {
    parameters,
    digest: digestOf(deedOf({ agentId, onBehalfOf, action: name, typeVersion, resource }, parameters)),
  };
}
