import type { Action } from "@/lib/platform/db/client";
import { AppError, UnprocessableError } from "@/lib/platform/errors";
import { controlsOf, refreshControls } from "./controls.service";
import { digestOf } from "./digest.rules";
import { maxParametersBytes } from "./parameters-limit.rules";

/** What may run after an edit: new parameters, and the new digest that the permit is for. */
export interface EditedDeed {
  digest: string;
  parameters: Record<string, unknown>;
}

/** Checks edited parameters against the catalog as it is at `epoch`, the workspace's present one. @throws 413, 422 `invalid_parameters` */
export async function editedDeed(action: Action, parameters: Record<string, unknown>, epoch: bigint): Promise<EditedDeed> {
  if (Buffer.byteLength(JSON.stringify(parameters)) > maxParametersBytes) {
    throw new AppError("parameters_too_large", "Parameters may have at most 256 KiB.", { errors: [{ path: "parameters", message: "is larger than 256 KiB" }] });
  }
  const known = await controlsOf(action.workspaceId);
  const controls = known.epoch >= Number(epoch) ? known : await refreshControls(action.workspaceId);
  const type = controls.types.get(action.action);
  const faults = type ? controls.validatorOf(type)(parameters) : [];
  if (faults.length > 0) throw new UnprocessableError("invalid_parameters", `The edited parameters do not follow the schema of ${action.action}.`, faults);
  const onBehalfOf = action.onBehalfOf as { type: string; id: string } | null;
  return {
    parameters,
    digest: digestOf({
      agentId: action.agentId,
      subjectId: onBehalfOf ? `${onBehalfOf.type}:${onBehalfOf.id}` : null,
      action: action.action,
      typeVersion: action.typeVersion,
      resource: action.resourceType !== null && action.resourceId !== null ? { type: action.resourceType, id: action.resourceId } : null,
      parameters,
    }),
  };
}
