"use client";

import { PageLink } from "@/components/ui/page-link";
import type { ReactNode } from "react";
import { useCan } from "@/components/people/use-can";
import { routes } from "@/lib/platform/routes";

export interface AuditLinkProps {
  /** What the entries are about, or who did what they tell of. */
  of: { subject: string } | { actor: string };
  children: ReactNode;
}

/** The way to something's audit entries; not there for whoever may not read them. */
export function AuditLink({ of, children }: AuditLinkProps) {
  if (!useCan("audit:read")) return null;
  return (
    <PageLink
      href={routes.audit(of)}
      className="inline-block text-sm leading-6 text-accent underline-offset-2 hover:underline"
    >
      {children}
    </PageLink>
  );
}
