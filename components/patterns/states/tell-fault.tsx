"use client";

import { RequestId, requestIdOf } from "@/components/patterns/states/request-id";
import { toast } from "@/components/ui/notify";
import { spelledOut } from "@/lib/platform/concealed.rules";

/** Says that something did not work, in the server's words and with the id to ask about it with. */
export function tellFault(error: unknown): void {
  toast.error(error instanceof Error ? spelledOut(error.message) : "It did not work. Nothing was changed.", {
    description: <RequestId id={requestIdOf(error)} />,
  });
}
