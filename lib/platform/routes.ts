/** Every address in the console and its API, so that no path is written by hand elsewhere. */
const query = (parameters: Record<string, string | undefined>) => {
  const given = Object.entries(parameters).filter((e): e is [string, string] => e[1] !== undefined);
  return given.length > 0 ? `?${new URLSearchParams(given).toString()}` : "";
};

/** Filters of the page of all actions; several values of one are separated by commas. */
interface ActionsAddress {
  status?: string;
  zone?: string;
  result?: string;
  agent?: string;
  kind?: string;
  type?: string;
  by?: string;
  run?: string;
  /** Id of the stop that caught them. */
  stopId?: string;
  from?: string;
  /** What happened in a stretch of time. */
  window?: string;
}

export const routes = {
  home: () => "/",
  signIn: (next?: string, error?: string) => `/sign-in${query({ next, error })}`,
  join: (token: string) => `/join${query({ token })}`,
  board: () => "/board",
  approvals: () => "/approvals",
  /** What waits, whoever may decide it. */
  waiting: () => `/approvals${query({ view: "all" })}`,
  /** What waits of one agent. */
  waitingOf: (agentId: string) => `/approvals${query({ view: "all", agent: agentId })}`,
  waitingOfKind: (kind: string) => `/approvals${query({ view: "all", kind })}`,
  approval: (id: string) => `/approvals${query({ action: id })}`,
  /** Actions of any state, narrowed as their page keeps it in its address. */
  actions: (filters: ActionsAddress = {}) => `/actions${query({ ...filters })}`,
  runs: (filters: { agentId?: string } = {}) => `/runs${query(filters)}`,
  run: (id: string) => `/runs/${id}`,
  agents: () => "/agents",
  agent: (id: string) => `/agents/${id}`,
  catalog: () => "/catalog",
  actionType: (name: string) => `/catalog/${encodeURIComponent(name)}`,
  newActionType: () => "/catalog/new",
  /** What stops agents, and what stands at danger. */
  controls: () => "/controls",
  audit: (filters: { subject?: string; actor?: string; event?: string; q?: string } = {}) => `/audit${query(filters)}`,
  auditEntry: (seq: number) => `/audit/${seq}`,
  /** Long work that one asked for. */
  jobs: () => "/jobs",
  people: (filters: { q?: string } = {}) => `/people${query(filters)}`,
  teams: () => "/people/teams",
  settings: () => "/settings",
  /** @param refused why an identity provider could not be linked */
  account: (refused?: string) => `/account${query({ refused })}`,
  guides: () => "/docs",
  /** @param name of a file in docs/guides */
  guide: (name: string) => `/docs/${name}`,
  apiDocs: () => "/docs/api",
} as const;

/** Addresses of the HTTP API, for the browser's own fetchers. */
export const api = {
  authCsrf: () => "/api/auth/csrf",
  authPassword: () => "/api/auth/callback/password",
  authProvider: (id: string) => `/api/auth/signin/${id}`,
  authSignOut: () => "/api/auth/signout",
  me: () => "/api/v1/me",
  stream: () => "/api/v1/stream",
  actions: () => "/api/v1/actions",
  /** @param parameters the list's filters, and the workspace: a download sends no header */
  actionsExport: (parameters: Record<string, string>) => `/api/v1/actions/export${query(parameters)}`,
  action: (id: string) => `/api/v1/actions/${id}`,
  decisions: (id: string) => `/api/v1/actions/${id}/decisions`,
  decisionPreview: (id: string) => `/api/v1/actions/${id}/decisions/preview`,
  currentDecision: (id: string) => `/api/v1/actions/${id}/decisions/current`,
  bulkDecisions: () => "/api/v1/actions/decisions",
  claim: (id: string) => `/api/v1/actions/${id}/claim`,
  extend: (id: string) => `/api/v1/actions/${id}/extend`,
  history: (id: string) => `/api/v1/actions/${id}/history`,
  messages: (id: string) => `/api/v1/actions/${id}/messages`,
  presence: (id: string) => `/api/v1/actions/${id}/presence`,
  setAside: (id: string) => `/api/v1/actions/${id}/set-aside`,
  approvalsSetAside: () => "/api/v1/approvals/set-aside",
  approvalsSummary: () => "/api/v1/approvals/summary",
  approvalsPresence: () => "/api/v1/approvals/presence",
  savedViews: () => "/api/v1/saved-views",
  savedView: (id: string) => `/api/v1/saved-views/${id}`,
  board: () => "/api/v1/board",
  runs: () => "/api/v1/runs",
  run: (id: string) => `/api/v1/runs/${id}`,
  endRun: (id: string) => `/api/v1/runs/${id}/end`,
  agents: () => "/api/v1/agents",
  agentKinds: () => "/api/v1/agents/kinds",
  agent: (id: string) => `/api/v1/agents/${id}`,
  keys: (agentId: string) => `/api/v1/agents/${agentId}/keys`,
  key: (agentId: string, keyId: string) => `/api/v1/agents/${agentId}/keys/${keyId}`,
  rotateKey: (agentId: string, keyId: string) => `/api/v1/agents/${agentId}/keys/${keyId}/rotate`,
  actionTypes: () => "/api/v1/action-types",
  catalogChecks: () => "/api/v1/catalog-checks",
  actionType: (name: string) => `/api/v1/action-types/${encodeURIComponent(name)}`,
  actionTypeVersion: (name: string, version: number) =>
    `/api/v1/action-types/${encodeURIComponent(name)}/versions/${version}`,
  actionTypeVersions: (name: string) => `/api/v1/action-types/${encodeURIComponent(name)}/versions`,
  rollBackActionType: (name: string) => `/api/v1/action-types/${encodeURIComponent(name)}/rollback`,
  typeProposals: (name: string) => `/api/v1/action-types/${encodeURIComponent(name)}/proposals`,
  typeProposal: (name: string, id: string) => `/api/v1/action-types/${encodeURIComponent(name)}/proposals/${id}`,
  acceptTypeProposal: (name: string, id: string) =>
    `/api/v1/action-types/${encodeURIComponent(name)}/proposals/${id}/accept`,
  rejectTypeProposal: (name: string, id: string) =>
    `/api/v1/action-types/${encodeURIComponent(name)}/proposals/${id}/reject`,
  stops: () => "/api/v1/stops",
  stopPreview: () => "/api/v1/stops/preview",
  alarms: () => "/api/v1/alarms",
  acknowledgeAlarm: (id: string) => `/api/v1/alarms/${id}/acknowledge`,
  stop: (id: string) => `/api/v1/stops/${id}`,
  rearm: (id: string) => `/api/v1/stops/${id}/rearm`,
  withdrawWaiting: (id: string) => `/api/v1/stops/${id}/withdraw`,
  audit: () => "/api/v1/audit",
  auditDetail: (seq: number) => `/api/v1/audit/${seq}`,
  auditEntry: (seq: number) => `/api/v1/audit/${seq}/entry`,
  auditProof: (seq: number) => `/api/v1/audit/${seq}/proof`,
  auditCheckpoint: () => "/api/v1/audit/checkpoint",
  auditCheckpoints: () => "/api/v1/audit/checkpoints",
  auditConsistency: (from: number, to: number) => `/api/v1/audit/consistency?from=${from}&to=${to}`,
  auditKey: () => "/api/v1/audit/key",
  auditExports: () => "/api/v1/audit/exports",
  jobs: (filters: Record<string, string>) => `/api/v1/jobs${query(filters)}`,
  job: (id: string) => `/api/v1/jobs/${id}`,
  /** @param workspace its slug: a download sends no header */
  jobOutput: (id: string, workspace: string) => `/api/v1/jobs/${id}/output${query({ workspace })}`,
  people: () => "/api/v1/people",
  person: (id: string) => `/api/v1/people/${id}`,
  personSessions: (id: string) => `/api/v1/people/${id}/sessions`,
  personTokens: (id: string) => `/api/v1/people/${id}/tokens`,
  personToken: (id: string, tokenId: string) => `/api/v1/people/${id}/tokens/${tokenId}`,
  personKeys: (id: string) => `/api/v1/people/${id}/keys`,
  invitations: () => "/api/v1/invitations",
  invitation: (id: string) => `/api/v1/invitations/${id}`,
  acceptInvitation: () => "/api/v1/invitations/accept",
  teams: () => "/api/v1/teams",
  team: (id: string) => `/api/v1/teams/${id}`,
  teamMembers: (id: string) => `/api/v1/teams/${id}/members`,
  teamMember: (id: string, personId: string) => `/api/v1/teams/${id}/members/${personId}`,
  settings: () => "/api/v1/settings",
  password: () => "/api/v1/me/password",
  sessions: () => "/api/v1/me/sessions",
  session: (id: string) => `/api/v1/me/sessions/${id}`,
  ownIdentity: () => "/api/v1/me/identity",
  personalTokens: () => "/api/v1/me/tokens",
  personalToken: (id: string) => `/api/v1/me/tokens/${id}`,
  health: () => "/api/health",
  openapi: () => "/api/openapi.json",
} as const;
