import { notFound } from "next/navigation";
import { NotFoundError } from "@/lib/platform/errors";

/** What is read for a page, or the page that says it is not here. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof NotFoundError) notFound();
    throw error;
  }
}
