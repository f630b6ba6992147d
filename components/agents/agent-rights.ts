/** What this person may do with agents. */
export interface AgentRights {
  manage: boolean;
  keys: boolean;
  stop: boolean;
  readActions: boolean;
}
