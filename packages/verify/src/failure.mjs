/** The evidence is false or damaged: something does not fit together. Leads to exit code 1. */
export class NotProven extends Error {
  name = "NotProven";
}

/** Nothing could be checked: wrong usage, a file that is not there, a server that does not answer. Leads to exit code 2. */
export class CannotCheck extends Error {
  name = "CannotCheck";
}
