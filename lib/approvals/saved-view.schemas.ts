import { z } from "zod";
import { ActionQuery } from "@/lib/actions/action.schemas";
import { displayName, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { zones } from "@/lib/platform/zone.rules";
import { queueViews } from "./queue.rules";
import { maxViewName, savedViewPages } from "./saved-view.rules";

const { kind, agentId, action, q } = ActionQuery.shape;
/** What the list of actions takes as this filter, or null where it is not set. */
const filter = (accepted: z.ZodOptional<z.ZodString>) =>
  accepted.unwrap().trim().min(1, "must not be empty").nullable().default(null);

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

/** What the list of all actions is narrowed by, as its page's address has it. What makes no sense is refused where the list is read. */
const kept = (longest: number) => z.string().max(longest).default("");
export const SavedActionFilters = z
  .strictObject({
    q: kept(200),
    status: kept(200),
    zone: kept(100),
    outcome: kept(100),
    result: kept(100),
    agent: kept(100),
    kind: kept(100),
    type: kept(128),
    by: kept(100),
    run: kept(100),
    stopId: kept(100),
    from: kept(20),
    to: kept(20),
    window: kept(80),
    cost: kept(40),
    sort: kept(40),
  })
  .meta({ id: "ActionFilters", description: "What the page of all actions is narrowed by, and its order." });

const ViewName = displayName(maxViewName);
const Page = z
  .enum(savedViewPages)
  .describe("Whose view it is: of the approvals queue, unless told, or of the page of all actions.");

export const SavedViewCreate = z
  .discriminatedUnion("page", [
    z.strictObject({ name: ViewName, page: z.literal("approvals").optional(), filters: SavedFilters }),
    z.strictObject({ name: ViewName, page: z.literal("actions"), filters: SavedActionFilters }),
  ])
  .meta({
    id: "SavedViewCreate",
    description: "A view to keep: of the approvals queue, unless its page is said.",
    // "One of" would ask for a page in both, and a view of the queue needs none.
    override: ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => {
      jsonSchema.anyOf = jsonSchema.oneOf;
      delete jsonSchema.oneOf;
      delete jsonSchema.discriminator;
    },
  });
export type SavedViewCreate = z.output<typeof SavedViewCreate>;

export const SavedViewUpdate = z
  .strictObject({ name: ViewName })
  .meta({ id: "SavedViewUpdate", description: "A view's new name." });
export type SavedViewUpdate = z.output<typeof SavedViewUpdate>;

const common = { id: z.string(), name: z.string(), createdAt: Timestamp };
export const SavedView = z
  .discriminatedUnion("page", [
    z.strictObject({ ...common, page: z.literal("approvals"), filters: SavedFilters }),
    z.strictObject({ ...common, page: z.literal("actions"), filters: SavedActionFilters }),
  ])
  .meta({ id: "SavedView", description: "A list as its person keeps it under a name. Nobody else sees it." });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViewPage = pageOf(SavedView).meta({ id: "SavedViewPage", description: "A page of saved views." });
export const SavedViewQuery = z.strictObject({ ...pageQuery, page: Page.default("approvals") });
export type SavedViewQuery = z.output<typeof SavedViewQuery>;
