/** Nobody is asked, and nobody answers, what cannot change a decision any more. */
export const isOpenToQuestions = ({ status, expiresAt }: { status: string; expiresAt: Date }, now: Date): boolean =>
  status === "pending" && expiresAt > now;
