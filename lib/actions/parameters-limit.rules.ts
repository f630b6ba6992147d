/** The most that one action's parameters may take as JSON. */
export const maxParametersBytes = 256 * 1024;
