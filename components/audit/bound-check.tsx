import { useMemo } from "react";
import { BoundLine } from "@/components/audit/bound-line";
import { matchesCommitment } from "@/lib/audit/commitment.rules";

export interface BoundCheckProps {
  secret: { salt: string; body: Readonly<Record<string, unknown>> };
  commitment: string;
}

/** Whether texts are those that an entry was bound to, found out here. */
export function BoundCheck({ secret, commitment }: BoundCheckProps) {
  const isBound = useMemo(() => matchesCommitment(secret, commitment), [secret, commitment]);
  return <BoundLine state={isBound ? "good" : "bad"} />;
}
