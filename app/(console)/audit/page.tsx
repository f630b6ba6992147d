import type { Metadata } from "next";
import { AuditScreen } from "@/components/audit/audit-screen";
import { requirePerson } from "@/lib/people/current-person.service";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage() {
  const me = await requirePerson("audit:read");
  return <AuditScreen workspaceSlug={me.workspaceSlug} />;
}
