/** The kind of job that cancels what waits in a stop's scope. */
export const withdrawalKind = "stop_withdrawal";
