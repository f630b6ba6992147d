/** The methods of every route of the API, for the door that stands before the routes; a test holds it to the routes themselves. */
export const apiMethods: Readonly<Record<string, readonly string[]>> = {
  "/api/health": ["GET"],
  "/api/health/live": ["GET"],
  "/api/health/ready": ["GET"],
  "/api/metrics": ["GET"],
  "/api/v1/actions": ["GET", "POST"],
  "/api/v1/actions/batch": ["POST"],
  "/api/v1/actions/decisions": ["POST"],
  "/api/v1/actions/export": ["GET"],
  "/api/v1/actions/{id}": ["GET"],
  "/api/v1/actions/{id}/executions": ["POST"],
  "/api/v1/actions/{id}/outcome": ["POST"],
  "/api/v1/actions/{id}/cancel": ["POST"],
  "/api/v1/actions/{id}/decisions": ["POST"],
  "/api/v1/actions/{id}/decisions/current": ["DELETE"],
  "/api/v1/actions/{id}/decisions/preview": ["POST"],
  "/api/v1/actions/{id}/claim": ["POST", "DELETE"],
  "/api/v1/actions/{id}/extend": ["POST"],
  "/api/v1/actions/{id}/history": ["GET"],
  "/api/v1/actions/{id}/presence": ["POST", "DELETE"],
  "/api/v1/actions/{id}/messages": ["GET", "POST"],
  "/api/v1/actions/{id}/questions": ["GET"],
  "/api/v1/actions/{id}/questions/{questionId}/answer": ["POST"],
  "/api/v1/actions/{id}/set-aside": ["PUT", "DELETE"],
  "/api/v1/approvals/summary": ["GET"],
  "/api/v1/approvals/presence": ["GET"],
  "/api/v1/approvals/set-aside": ["GET"],
  "/api/v1/saved-views": ["GET", "POST"],
  "/api/v1/saved-views/{id}": ["PATCH", "DELETE"],
  "/api/v1/board": ["GET"],
  "/api/v1/audit": ["GET"],
  "/api/v1/audit/checkpoint": ["GET"],
  "/api/v1/audit/checkpoints": ["GET"],
  "/api/v1/audit/consistency": ["GET"],
  "/api/v1/audit/export": ["GET"],
  "/api/v1/audit/key": ["GET"],
  "/api/v1/audit/{seq}": ["GET"],
  "/api/v1/audit/{seq}/entry": ["GET"],
  "/api/v1/audit/{seq}/proof": ["GET"],
  "/api/v1/stream": ["GET"],
  "/api/v1/runs": ["GET", "POST"],
  "/api/v1/runs/{id}": ["GET"],
  "/api/v1/runs/{id}/end": ["POST"],
  "/api/v1/agents": ["GET", "POST"],
  "/api/v1/agents/kinds": ["GET"],
  "/api/v1/agents/self": ["GET"],
  "/api/v1/agents/{id}": ["GET", "PATCH"],
  "/api/v1/agents/{id}/keys": ["POST"],
  "/api/v1/agents/{id}/keys/{keyId}": ["DELETE"],
  "/api/v1/agents/{id}/keys/{keyId}/rotate": ["POST"],
  "/api/v1/action-types": ["GET", "POST"],
  "/api/v1/catalog-checks": ["POST"],
  "/api/v1/action-types/{name}": ["GET", "PATCH"],
  "/api/v1/action-types/{name}/versions/{version}": ["GET"],
  "/api/v1/stops": ["GET", "POST"],
  "/api/v1/stops/preview": ["POST"],
  "/api/v1/stops/{id}": ["GET"],
  "/api/v1/stops/{id}/rearm": ["POST"],
  "/api/v1/alarms": ["GET"],
  "/api/v1/alarms/{id}/acknowledge": ["POST"],
  "/api/v1/me": ["GET", "PATCH"],
  "/api/v1/me/password": ["POST"],
  "/api/v1/me/identity": ["GET", "POST", "DELETE"],
  "/api/v1/me/sessions": ["GET", "DELETE"],
  "/api/v1/me/sessions/{id}": ["DELETE"],
  "/api/v1/me/tokens": ["GET", "POST"],
  "/api/v1/me/tokens/{id}": ["DELETE"],
  "/api/v1/people": ["GET"],
  "/api/v1/people/{id}": ["GET", "PATCH"],
  "/api/v1/people/{id}/sessions": ["DELETE"],
  "/api/v1/people/{id}/tokens": ["GET"],
  "/api/v1/people/{id}/tokens/{tokenId}": ["DELETE"],
  "/api/v1/people/{id}/keys": ["GET"],
  "/api/v1/invitations": ["GET", "POST"],
  "/api/v1/invitations/accept": ["GET", "POST"],
  "/api/v1/invitations/{id}": ["DELETE"],
  "/api/v1/teams": ["GET", "POST"],
  "/api/v1/teams/{id}": ["GET", "PATCH"],
  "/api/v1/teams/{id}/members": ["POST"],
  "/api/v1/teams/{id}/members/{personId}": ["DELETE"],
  "/api/v1/settings": ["GET", "PATCH"],
};

const inPieces = (path: string) => path.split("/").slice(1);
const withParameters = Object.entries(apiMethods).flatMap(([path, methods]) =>
  path.includes("{") ? [{ pieces: inPieces(path), methods }] : [],
);

/** What a path answers to: what its route has, and what follows from that. @returns undefined for a path that is no route's */
export function methodsOf(path: string): readonly string[] | undefined {
  const asked = inPieces(path);
  const isAt = (pieces: readonly string[]) =>
    pieces.length === asked.length &&
    pieces.every((piece, i) => (piece.startsWith("{") ? asked[i] !== "" : piece === asked[i]));
  // A fixed address goes before one with a parameter in its place, as it does when a route is looked for.
  const own =
    (Object.hasOwn(apiMethods, path) ? apiMethods[path] : undefined) ??
    withParameters.find(({ pieces }) => isAt(pieces))?.methods;
  return own && [...own.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"];
}
