import { Prisma } from "./client";

/** Did a write fail because a row with the same unique value exists? */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
