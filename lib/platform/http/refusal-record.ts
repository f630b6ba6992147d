import { appendFileSync } from "node:fs";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import type { ProblemCode } from "@/lib/platform/problem-codes.rules";
import { refusalsOf, type RefusingRoute } from "./refusals.rules";

/**
 * A route answers only what its description says it may: a refusal that is not declared is a fault of ours, and logged as one. Tests
 * keep a record of what was answered (`SIGNALBOX_REFUSALS_FILE`, one "operation code" per line) and find there what was declared and
 * never provoked.
 */
export function noteRefusal(route: RefusingRoute & { id: string }, method: string, code: ProblemCode): void {
  if (!refusalsOf(route, method).includes(code)) logger().error({ operation: route.id, code }, "undeclared refusal");
  const file = env().SIGNALBOX_REFUSALS_FILE;
  if (file !== undefined) appendFileSync(file, `${route.id} ${code}\n`);
}
