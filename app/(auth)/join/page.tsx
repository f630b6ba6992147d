import type { Metadata } from "next";
import { JoinScreen } from "@/components/people/join-screen";
import type { InvitationPreview } from "@/lib/people/invitation.schemas";
import { previewInvitation } from "@/lib/people/invitation.service";
import { AppError, ForbiddenError } from "@/lib/platform/errors";
import { currentPerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Join", referrer: "no-referrer" };

async function preview(token: string): Promise<{ invitation: InvitationPreview } | { refusal: string }> {
  try {
    return { invitation: await previewInvitation(token) };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { refusal: error.code };
    throw error;
  }
}

export default async function JoinPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token } = await searchParams;
  const link = typeof token === "string" ? token : "";
  const person = await currentPerson().catch((error: unknown) => {
    if (error instanceof ForbiddenError) return undefined;
    throw error;
  });
  return <JoinScreen token={link} signedInAs={person?.email ?? null} {...(await preview(link))} />;
}
