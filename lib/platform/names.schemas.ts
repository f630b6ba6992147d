import { z } from "zod";

/** A kind of agent. */
export const Kind = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,49}$/, "must be lower-case: a letter, then letters, digits, _ or -");

/** A type of action. */
export const ActionName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.:-]{0,127}$/, "must be a name: a letter, then letters, digits, _ . : -");
