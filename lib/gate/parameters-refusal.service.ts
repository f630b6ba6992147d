import type { ActionRequest } from "@/lib/actions/action.schemas";
import { requireParametersSize } from "@/lib/actions/edited-deed.rules";
import { CheckAllowance, type CheckedSchema } from "@/lib/catalog/parameters-check";
import { AppError, UnprocessableError, type Fault } from "@/lib/platform/errors";
import type { Controls } from "./controls.service";

type Refusal = AppError | undefined;

/** The controls are read anew at every epoch; most schemas in them are as they were. */
const isSame = (a: CheckedSchema | undefined, b: CheckedSchema | undefined) =>
  a === b || (a !== undefined && b !== undefined && a.text() === b.text());

/**
 * What is said against the parameters of one request's actions. Each is checked once per schema, however often the actions
 * are judged anew because the controls moved meanwhile, and all of them together have one allowance.
 */
export class ParametersRefusals {
  private readonly allowance: CheckAllowance;
  private readonly known = new Map<ActionRequest, { schema: CheckedSchema | undefined; refusal: Refusal }>();

  constructor(agentId: string) {
    this.allowance = new CheckAllowance(agentId);
  }

  /** @throws 429 `too_many_at_once`, 503 `busy` where a long check finds no room */
  of(request: ActionRequest, controls: Controls): Refusal | Promise<Refusal> {
    const type = controls.types.get(request.action);
    const schema = type && controls.schemaOf(type);
    const known = this.known.get(request);
    if (known && isSame(known.schema, schema)) return known.refusal;
    const keep = (refusal: Refusal): Refusal => {
      this.known.set(request, { schema, refusal });
      return refusal;
    };
    try {
      requireParametersSize(request.parameters);
    } catch (error) {
      if (error instanceof AppError) return keep(error);
      throw error;
    }
    if (!schema) return keep(undefined);
    const refusalFor = (faults: Fault[]) =>
      keep(
        faults.length > 0
          ? new UnprocessableError(
              "invalid_parameters",
              `The parameters do not follow the schema of ${request.action}.`,
              faults,
            )
          : undefined,
      );
    const faults = this.allowance.check(schema, request.parameters);
    return faults instanceof Promise ? faults.then(refusalFor) : refusalFor(faults);
  }
}
