"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useCan } from "@/components/people/use-can";
import { routes } from "@/lib/platform/routes";

export interface DoingsLinkProps {
  /** Id of the person; null where it was nobody with a record of their own. */
  personId: string | null;
  /** Their name, or the word that stands for it. */
  children: ReactNode;
}

/** A person's name, linked to everything they did here; plain for whoever may not read the audit log. */
export function DoingsLink({ personId, children }: DoingsLinkProps) {
  const mayRead = useCan("audit:read");
  if (!mayRead || personId === null) return children;
  return (
    <Link href={routes.audit({ actor: personId })} title="What they did, in the audit log" className="underline decoration-edge underline-offset-2 hover-fine:decoration-current">
      {children}
    </Link>
  );
}
