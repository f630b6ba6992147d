import { type ProblemCode, problemCodes } from "@/lib/platform/problem-codes.rules";

/** What of a route says which refusals every route of its kind can answer with. */
export interface RefusingRoute {
  auth: {
    describe: {
      agentScope?: string;
      permission?: string;
      session?: boolean;
      cookieOnly?: boolean;
      open?: boolean;
      metricsToken?: boolean;
    };
  };
  params?: unknown;
  query?: unknown;
  body?: unknown;
  reader?: { mediaType: string };
  response: unknown;
  idempotency?: string;
  lane?: unknown;
  refusals?: readonly ProblemCode[];
}

const ofAgents: readonly ProblemCode[] = [
  "demo_off",
  "invalid_key",
  "key_expired",
  "key_revoked",
  "run_ended",
  "run_expired",
  "missing_scope",
];
const ofPeople: readonly ProblemCode[] = [
  "demo_off",
  "invalid_token",
  "session_ended",
  "token_expired",
  "token_revoked",
  "workspace_required",
  "no_workspace",
  "cross_site",
  "not_found",
];
const ofBodies: readonly ProblemCode[] = ["body_too_large", "unsupported_media_type"];
const ofRepeats: readonly ProblemCode[] = ["idempotency_in_flight", "idempotency_key_reused"];

/** JSON is what a body is unless the route says otherwise. */
const isJson = ({ reader }: RefusingRoute): boolean => (reader?.mediaType ?? "application/json").endsWith("json");

/** The codes that follow from what a route is: who may call it, what it reads, whether it can be repeated. */
export function generalRefusals(route: RefusingRoute, method: string): ProblemCode[] {
  const { agentScope, permission, session, cookieOnly, open } = route.auth.describe;
  const people = permission !== undefined || session === true;
  const agents = agentScope !== undefined;
  return [
    ...(route.params || route.query || route.body ? (["invalid_request"] as const) : []),
    ...(route.body ? ofBodies : []),
    ...(route.body && isJson(route) ? (["invalid_json"] as const) : []),
    ...(open ? [] : (["unauthenticated"] as const)),
    // Whoever is not known takes turns, and an address has so many of theirs in a minute. An open route with a lane is for everybody at once.
    ...(open && route.lane ? [] : (["rate_limited", "too_many_at_once"] as const)),
    ...(agents ? ofAgents : []),
    ...(people ? ofPeople : []),
    ...(permission === undefined ? [] : (["forbidden"] as const)),
    ...(cookieOnly ? (["session_required"] as const) : []),
    ...(people && !agents ? (["people_only"] as const) : []),
    ...(agents && !people ? (["agents_only"] as const) : []),
    ...(route.params ? (["not_found"] as const) : []),
    ...(method === "POST" && !open ? ofRepeats : []),
    "misdirected_request",
    "too_many_connections",
    "internal_error",
    "busy",
    "unavailable",
  ];
}

/** Every code that a route may answer with, each once, by status. */
export function refusalsOf(route: RefusingRoute, method: string): ProblemCode[] {
  const codes = new Set<ProblemCode>([...generalRefusals(route, method), ...(route.refusals ?? [])]);
  return [...codes].sort((a, b) => problemCodes[a].status - problemCodes[b].status || a.localeCompare(b));
}
