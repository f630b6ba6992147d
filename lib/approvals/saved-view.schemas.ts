import { z } from "zod";
import { ActionQuery } from "@/lib/gate/action.schemas";
import { zones } from "@/lib/gate/verdict.rules";
import { displayName, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { queueViews } from "./queue.rules";
import { maxViewName } from "./saved-view.rules";

const { kind, agentId, action, q } = ActionQuery.shape;
/** What the list of actions takes as this filter, or null where it is not set. */
const filter = (accepted: z.ZodOptional<z.ZodString>) => accepted.unwrap().trim().min(1, "must not be empty").nullable().default(null);

/** What is kept is what the queue can be asked for: the same limits as the list of actions has. */
export const SavedFilters = z
  .strictObject({
    view: z.enum(queueViews),
    zones: z
      .array(z.enum(zones))
      .refine((given) => new Set(given).size === given.length, "must name each zone once")
      .default([]),
    kind: filter(kind),
    agentId: filter(agentId),
    action: filter(action),
    text: filter(q),
  })
  .meta({ id: "QueueFilters", description: "A view of the approvals queue and what it is narrowed by." });
export type SavedFilters = z.output<typeof SavedFilters>;

const ViewName = displayName(maxViewName);

export const SavedViewCreate = z.strictObject({ name: ViewName, filters: SavedFilters }).meta({ id: "SavedViewCreate", description: "A view to keep." });
export type SavedViewCreate = z.output<typeof SavedViewCreate>;

export const SavedViewUpdate = z.strictObject({ name: ViewName }).meta({ id: "SavedViewUpdate", description: "A view's new name." });
export type SavedViewUpdate = z.output<typeof SavedViewUpdate>;

export const SavedView = z
  .strictObject({ id: z.string(), name: z.string(), filters: SavedFilters, createdAt: Timestamp })
  .meta({ id: "SavedView", description: "The approvals queue as its person keeps it under a name. Nobody else sees it." });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViewPage = pageOf(SavedView).meta({ id: "SavedViewPage", description: "A page of saved views." });
export const SavedViewQuery = z.strictObject({ ...pageQuery });
export type SavedViewQuery = z.output<typeof SavedViewQuery>;
