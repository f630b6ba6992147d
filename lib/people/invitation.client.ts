import { infiniteQueryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { AcceptInvitation, InvitationAccepted, InvitationCreated, InvitationCreate } from "./invitation.schemas";

export const invitationKeys = { all: ["invitations"] as const };
/** As many as the API gives at once: the table orders itself by its headings when it holds all. */
export const invitationPageSize = 200;

export const invitationsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...invitationKeys.all, "open"],
    queryFn: ({ pageParam, signal }) => {
      const parameters = new URLSearchParams({
        limit: String(invitationPageSize),
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return fetchJson(`${api.invitations()}?${parameters.toString()}`, {
        schema: async () => (await import("./invitation.schemas")).InvitationPage,
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

/** @param attempt one id per wish: an answer that was lost is given again, and nobody is invited twice */
export function invite(body: z.input<typeof InvitationCreate>, attempt: string): Promise<InvitationCreated> {
  return fetchJson(api.invitations(), {
    method: "POST",
    body,
    schema: async () => (await import("./invitation.schemas")).InvitationCreated,
    idempotencyKey: attempt,
  });
}

export function revokeInvitation(id: string): Promise<undefined> {
  return fetchJson(api.invitation(id), { method: "DELETE" });
}

export function acceptInvitation(body: AcceptInvitation): Promise<z.infer<typeof InvitationAccepted>> {
  return fetchJson(api.acceptInvitation(), {
    method: "POST",
    body,
    schema: async () => (await import("./invitation.schemas")).InvitationAccepted,
  });
}
