import { SetAside, SetAsideRequest } from "@/lib/pending/set-aside.schemas";
import { bringBack, setAside } from "@/lib/pending/set-aside.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const PUT = defineRoute({
  id: "setActionAside",
  summary: "Set a held action aside until a time: it leaves what waits for the caller, and comes back by itself",
  details:
    "It is the caller's own view: nothing is decided, no time is given, and nobody is told. It comes back before then in its last minute, when it is escalated, and when its type's catalog entry is changed. Setting it aside again changes the time.",
  auth: person("action:read"),
  params: IdParams,
  body: SetAsideRequest,
  example: { until: "2026-11-28T09:00:00Z" },
  response: SetAside,
  refusals: ["already_decided", "too_many_set_aside", "until_out_of_range"],
  handle: ({ caller, params, body }) => setAside(caller, params.id, body),
});

export const DELETE = defineRoute({
  id: "bringActionBack",
  summary: "Bring back an action that the caller has set aside",
  auth: person("action:read"),
  params: IdParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => bringBack(caller, params.id),
});
