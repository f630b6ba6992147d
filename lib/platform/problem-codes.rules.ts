/**
 * Every code a refusal can carry, with the status it comes with and what it means to whoever gets it. Codes are stable: a client may
 * act on them. An error can be thrown with these only, a route declares those it may answer, and the OpenAPI document and the
 * reference page are made from both.
 */
export const problemCodes = {
  invalid_json: { status: 400, meaning: "The body is not JSON that means one thing only; `errors` says where." },
  invalid_request: {
    status: 400,
    meaning:
      "A field or parameter is unknown, missing, out of bounds, or a parameter has no value; `errors` names each by its path.",
  },
  workspace_required: {
    status: 400,
    meaning: "The caller belongs to several workspaces: name one with the header Signalbox-Workspace.",
  },

  demo_off: { status: 401, meaning: "The credential belongs to the demo, which is off on this installation." },
  invalid_key: { status: 401, meaning: "The agent's key or run token is malformed or not known." },
  invalid_token: { status: 401, meaning: "The personal access token is malformed or not known." },
  key_expired: { status: 401, meaning: "The agent's key has expired." },
  key_revoked: { status: 401, meaning: "The agent's key was revoked." },
  run_ended: { status: 401, meaning: "The run has ended, and its token with it." },
  run_expired: { status: 401, meaning: "The run's time is up, and its token's with it." },
  session_ended: { status: 401, meaning: "The console's session has ended: sign in again." },
  token_expired: { status: 401, meaning: "The personal access token has expired." },
  token_revoked: { status: 401, meaning: "The personal access token was revoked." },
  unauthenticated: { status: 401, meaning: "No credential was sent that this route knows." },

  agents_only: { status: 403, meaning: "This route is for agents: send an agent's key or a run's token." },
  cross_site: { status: 403, meaning: "A change with the console's cookie must come from the console itself." },
  email_unverified: { status: 403, meaning: "The identity provider does not say that the address is verified." },
  forbidden: { status: 403, meaning: "The caller's role lacks the right." },
  foreign_domain: { status: 403, meaning: "The address is of a domain that another identity provider owns." },
  identity_conflict: { status: 403, meaning: "The address belongs to an account with another identity." },
  identity_not_linked: { status: 403, meaning: "The account of this address is not linked to the identity provider." },
  identity_taken: { status: 403, meaning: "The identity opens another account." },
  missing_scope: { status: 403, meaning: "The agent's key lacks the scope." },
  no_access: { status: 403, meaning: "No group and no invitation gives access." },
  no_workspace: { status: 403, meaning: "The caller is no active member of any workspace." },
  not_own_scope: { status: 403, meaning: "An agent may stop only what is its own." },
  not_yours: { status: 403, meaning: "Somebody else gave this answer." },
  other_address: { status: 403, meaning: "The identity has another address than the account." },
  other_run: { status: 403, meaning: "A run's token reaches its own run only." },
  own_action: { status: 403, meaning: "Nobody decides on what they own or asked for." },
  own_proposal: {
    status: 403,
    meaning: "Nobody accepts a change that they proposed themselves, where the workspace says so.",
  },
  own_role: { status: 403, meaning: "Nobody changes their own role or deactivates themselves." },
  people_only: { status: 403, meaning: "This route is for people: an agent's key does not open it." },
  session_required: { status: 403, meaning: "This is done in the console, not with a token." },
  wrong_password: { status: 403, meaning: "The current password is not right." },

  metrics_off: { status: 404, meaning: "Nobody may read metrics here: SIGNALBOX_METRICS_TOKEN is not set." },
  not_found: { status: 404, meaning: "It does not exist in the caller's workspace." },
  method_not_allowed: { status: 405, meaning: "The address does not know this method; `Allow` lists those it knows." },

  request_timeout: { status: 408, meaning: "No whole request came in time over this connection." },

  account_exists: { status: 409, meaning: "The address has an account already: sign in to it first." },
  agent_deadline: { status: 409, meaning: "The agent's own deadline ends the time to decide; it cannot be extended." },
  agent_not_active: { status: 409, meaning: "The agent is paused or retired: it starts no runs." },
  agent_paused: { status: 409, meaning: "The agent is paused: nothing of it is approved until it is active again." },
  agent_retired: { status: 409, meaning: "The agent is retired, and stays so." },
  already_answered: { status: 409, meaning: "The question was answered already." },
  already_decided: { status: 409, meaning: "The action was decided, or a vote on it is settling." },
  already_linked: { status: 409, meaning: "The account is linked to an identity provider already." },
  already_member: { status: 409, meaning: "The person is a member already." },
  already_on_probation: { status: 409, meaning: "The stop is on probation already; re-arm it to normal to end that." },
  own_stop: { status: 403, meaning: "Whoever pulled the stop does not re-arm it, in this workspace." },
  reason_given: { status: 409, meaning: "Somebody has said already why the stop was pulled." },
  already_rearmed: { status: 409, meaning: "The stop has been re-armed already." },
  already_rotated: { status: 409, meaning: "The key has been replaced already." },
  budget_ended: { status: 409, meaning: "The budget was ended: it counts nothing new, and stays as it is." },
  claimed_by_other: { status: 409, meaning: "Somebody else has claimed the action." },
  contradicts_log: {
    status: 409,
    meaning:
      "What is stored of the action is not what the audit log says of it: nothing is decided and nothing runs by it.",
  },
  deactivated: { status: 409, meaning: "The person is deactivated in this workspace." },
  denied_now: {
    status: 409,
    meaning: "An interlock denies the action as the controls are now; the detail says which and why.",
  },
  digest_mismatch: { status: 409, meaning: "The digest is not the one that was decided: nothing may run." },
  idempotency_in_flight: {
    status: 409,
    meaning: "The first request with this Idempotency-Key is still being answered.",
  },
  invitation_closed: { status: 409, meaning: "The invitation was used or revoked already." },
  key_not_active: { status: 409, meaning: "The key has expired or was revoked." },
  name_confusable: { status: 409, meaning: "The name cannot be told from another member's by eye." },
  job_finished: { status: 409, meaning: "The job has ended already: there is nothing to cancel." },
  name_taken: { status: 409, meaning: "The name is in use." },
  no_identity: { status: 409, meaning: "The account is linked to no identity provider." },
  no_password: { status: 409, meaning: "The account signs in through an identity provider." },
  not_approved: { status: 409, meaning: "Only an approved action may run." },
  not_claimed: { status: 409, meaning: "The caller has not claimed the action." },
  not_signed_yet: { status: 409, meaning: "No signed checkpoint covers the entry yet: ask again in a moment." },
  not_started: { status: 409, meaning: "Nothing was executed yet: the permit goes first." },
  not_yet: { status: 409, meaning: "The time can be extended in its last minute only." },
  nothing_to_change: { status: 409, meaning: "What is asked for is what applies already." },
  only_sign_in: { status: 409, meaning: "The account has no other way to sign in." },
  outcome_already_reported: { status: 409, meaning: "The outcome was reported already and cannot be changed." },
  password_changed: { status: 409, meaning: "The password was changed a moment ago." },
  permit_consumed: { status: 409, meaning: "The permit was used already." },
  permit_withdrawn: {
    status: 409,
    meaning:
      "The permit was withdrawn before it was used: the action's type became stricter, or the agent was retired.",
  },
  proposal_closed: { status: 409, meaning: "The proposal was accepted or rejected already." },
  proposal_required: {
    status: 409,
    meaning: "The workspace wants another person for this change: propose it, and somebody else accepts it.",
  },
  role_from_group: { status: 409, meaning: "The role follows the groups of the identity provider." },
  run_already_ended: { status: 409, meaning: "The run has ended already." },
  run_over: {
    status: 409,
    meaning:
      "The run is over, or one above it: nothing in it is decided any more, its permits are void, and there is nothing in it to stop.",
  },
  slug_taken: { status: 409, meaning: "There is a workspace of this slug already." },
  stale_digest: { status: 409, meaning: "What was shown is not what would run: look again." },
  stale_proposal: { status: 409, meaning: "The proposal was made from a version that no longer applies." },
  stale_version: { status: 409, meaning: "Somebody has changed the entry since it was read." },
  stop_not_pulled: { status: 409, meaning: "The stop is not pulled any more: nothing is withdrawn with it." },
  stopped: { status: 409, meaning: "A stop covers the action, or its agent is not active." },
  team_name_taken: { status: 409, meaning: "There is a team of this name." },
  too_late: { status: 409, meaning: "There is nothing to take back any more." },
  too_many_breakers: { status: 409, meaning: "The workspace has as many breakers as it may: delete one first." },
  not_open: { status: 409, meaning: "The breaker is closed for every agent: there is nothing to reset." },
  too_many_jobs: {
    status: 409,
    meaning: "The caller or the workspace has as many unfinished jobs as it may: wait for one to end, or cancel one.",
  },
  too_many_budgets: { status: 409, meaning: "The workspace has as many budgets as it may: end one first." },
  too_many_messages: { status: 409, meaning: "The action has as many comments and questions as it takes." },
  too_many_proposals: { status: 409, meaning: "As many proposals for it wait as may: accept or reject one first." },
  too_many_raises: { status: 409, meaning: "The budget has as many raises at once as it may: change its limit." },
  too_many_saved_views: { status: 409, meaning: "The caller's saved views have reached their number." },
  too_many_set_aside: {
    status: 409,
    meaning: "The caller has set aside as many actions as allowed: bring one back first.",
  },

  invitation_expired: { status: 410, meaning: "The invitation has expired." },
  invitation_revoked: { status: 410, meaning: "The invitation was taken back." },
  invitation_used: { status: 410, meaning: "The invitation was used already." },
  invitation_void: { status: 410, meaning: "The invitation leads into the demo, which is off." },
  permit_expired: { status: 410, meaning: "The permit's time is over: ask again." },

  body_too_large: { status: 413, meaning: "The body is larger than the route takes." },
  parameters_too_large: { status: 413, meaning: "The parameters are larger than 256 KiB." },
  unsupported_media_type: { status: 415, meaning: "The body is not declared as JSON." },

  misdirected_request: { status: 421, meaning: "The request's Host is none of this installation's names." },

  idempotency_key_reused: { status: 422, meaning: "The Idempotency-Key was used with another request." },
  invalid_email: { status: 422, meaning: "This is not an e-mail address." },
  invalid_parameters: {
    status: 422,
    meaning: "The parameters do not follow the action type's schema; `errors` names each fault.",
  },
  invalid_schema: { status: 422, meaning: "The schema cannot be used; `errors` says why." },
  invalid_slug: { status: 422, meaning: "A slug has 3 to 40 lower-case letters, digits and hyphens." },
  mixed_actions: {
    status: 422,
    meaning:
      "Several approved at once must be of one action type and zone, several rejected of one action type or one agent.",
  },
  name_and_password_required: { status: 422, meaning: "A new account needs a name and a password." },
  nobody_to_answer: { status: 422, meaning: "Nobody there may decide the action; the detail says who could." },
  parent_run_not_active: { status: 422, meaning: "The parent run does not exist or is over." },
  reason_required: { status: 422, meaning: "This answer needs a reason." },
  red_not_in_bulk: { status: 422, meaning: "Red actions are approved one by one." },
  run_not_active: { status: 422, meaning: "The run does not exist, is another agent's, or is over." },
  run_too_deep: { status: 422, meaning: "Runs stand at most 32 deep." },
  same_password: { status: 422, meaning: "The new password is the old one." },
  out_of_bounds: {
    status: 422,
    meaning: "What is asked for lies outside of what can be, or could never come about; `errors` names each field.",
  },
  unknown_parent: { status: 422, meaning: "The parent agent does not exist here." },
  unknown_person: { status: 422, meaning: "Who is named is no active member here." },
  unknown_scope: { status: 422, meaning: "What the stop, the breaker or the budget names does not exist here." },
  unknown_team: { status: 422, meaning: "The team does not exist here." },
  until_out_of_range: {
    status: 422,
    meaning: "An action is set aside until a time that lies ahead, within seven days and its time to decide.",
  },

  locked_out: { status: 429, meaning: "Too many wrong passwords: wait." },
  rate_limited: { status: 429, meaning: "The caller's requests of this minute are used up; see Retry-After." },
  throttled: {
    status: 429,
    meaning: "A breaker is open for the agent, which may ask only so often until it has recovered; see Retry-After.",
  },
  too_many_at_once: {
    status: 429,
    meaning: "The caller has too many requests of this costly kind open: wait for their answers.",
  },
  too_many_connections: {
    status: 429,
    meaning: "The caller's address has as many connections as it may; see Retry-After.",
  },
  too_many_streams: {
    status: 429,
    meaning: "The caller, their address or the instance has as many event streams open as it may; see Retry-After.",
  },

  internal_error: { status: 500, meaning: "A fault of ours, logged under the request id." },
  busy: { status: 503, meaning: "The instance has as much to do as it takes; see Retry-After." },
  unavailable: {
    status: 503,
    meaning:
      "The database cannot be reached or cannot write (a full disk), or the controls change too fast to judge by; see Retry-After.",
  },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ProblemCode = keyof typeof problemCodes;

/** The codes that come with one status: an error class takes no others. */
export type CodeOf<Status extends number> = {
  [C in ProblemCode]: (typeof problemCodes)[C]["status"] extends Status ? C : never;
}[ProblemCode];
