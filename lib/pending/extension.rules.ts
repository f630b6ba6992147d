/** By how much one press extends the time to decide. */
export const extensionSeconds = 300;
/** The press that extends is offered, and accepted, in the last minute only. */
export const extendableWithinSeconds = 60;
