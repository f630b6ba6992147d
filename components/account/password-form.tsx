"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/notify";
import { accountKeys, changePassword } from "@/lib/people/account.client";
import { maxPasswordLength, minPasswordLength } from "@/lib/people/people.rules";
import { ProblemError } from "@/lib/platform/http/fetch-json";

interface Values {
  currentPassword: string;
  newPassword: string;
}

/** Changes one's own password, where there is one. */
export function PasswordForm({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const queries = useQueryClient();
  const { register, handleSubmit, setError, reset, formState } = useForm<Values>({
    defaultValues: { currentPassword: "", newPassword: "" },
  });
  const { errors, isSubmitting } = formState;
  if (!hasPassword)
    return <p className="text-ink-soft">You sign in through an identity provider. There is no password here.</p>;

  async function save(values: Values) {
    try {
      await changePassword(values);
      reset();
      toast("The password is changed. Your other sessions and all your access tokens have ended.");
      await queries.invalidateQueries({ queryKey: accountKeys.sessions });
      await queries.invalidateQueries({ queryKey: accountKeys.tokens });
    } catch (error) {
      const code = error instanceof ProblemError ? error.code : "";
      const message = error instanceof Error ? error.message : "It did not work. Nothing was changed.";
      setError(code === "wrong_password" ? "currentPassword" : code === "same_password" ? "newPassword" : "root", {
        message,
      });
    }
  }

  return (
    <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void handleSubmit(save)(event)}>
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label="Current password" required error={errors.currentPassword?.message}>
          <Input
            type="password"
            autoComplete="current-password"
            {...register("currentPassword", { required: "Enter the password you have." })}
          />
        </FormField>
        <FormField
          label="New password"
          required
          error={errors.newPassword?.message}
          hint={`At least ${minPasswordLength} characters. Every other session of yours ends, and every access token.`}
        >
          <Input
            type="password"
            autoComplete="new-password"
            maxLength={maxPasswordLength}
            {...register("newPassword", {
              required: "Choose a password.",
              minLength: {
                value: minPasswordLength,
                message: `It must have at least ${minPasswordLength} characters.`,
              },
            })}
          />
        </FormField>
      </div>
      {errors.root ? (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      ) : null}
      <div className="flex justify-end">
        <Button type="submit" loading={isSubmitting}>
          Change password
        </Button>
      </div>
    </form>
  );
}
