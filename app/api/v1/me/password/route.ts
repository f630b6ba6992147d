import { PasswordChange } from "@/lib/people/account.schemas";
import { changePassword } from "@/lib/people/account.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedInByCookie } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "changePassword",
  summary: "Change the caller's own password; every other session of the caller ends",
  auth: signedInByCookie(),
  body: PasswordChange,
  example: { currentPassword: "the old one, still", newPassword: "a new one, longer than the old" },
  response: "none",
  status: 204,
  refusals: ["wrong_password", "no_password", "password_changed", "same_password", "locked_out"],
  handle: ({ caller, body }) => changePassword(caller, body),
});
