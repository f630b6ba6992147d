// Which interlocks the gate has: a line each, in any order. They answer in the order of their names (interlock-names.rules).
export { agentStatus } from "./agent-status/agent-status.rules";
export { breaker } from "./breaker/breaker.rules";
export { budget } from "./budget/budget.rules";
export { catalog } from "./catalog/catalog.rules";
export { confidence } from "./confidence/confidence.rules";
export { identity } from "./identity/identity.rules";
export { stop } from "./stop/stop.rules";
export { zone } from "./zone/zone.rules";
