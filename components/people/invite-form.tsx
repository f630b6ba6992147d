"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { invitationKeys, invite } from "@/lib/people/invitation.client";
import type { InvitationCreated } from "@/lib/people/invitation.schemas";
import { roleWords } from "@/lib/people/role-words.rules";
import { type Role, roles, roleTitles } from "@/lib/platform/permissions.rules";
import { teamsQuery } from "@/lib/teams/team.client";

interface Fields {
  email: string;
  role: Role;
  teamId: string;
  validDays: string;
}

const noTeam = "none";
const days = ["1", "3", "7", "14", "30"].map((value) => ({ value, label: value === "1" ? "1 day" : `${value} days` }));
const roleOptions = roles.map((role) => ({ value: role, label: roleTitles[role] }));

/** Who is invited, as what, and for how long the link is good. */
export function InviteForm({ onMade }: { onMade: (made: InvitationCreated) => void }) {
  const queries = useQueryClient();
  const { data } = useInfiniteQuery(teamsQuery());
  const teams = data?.pages.flatMap((page) => page.items) ?? [];
  const [attempt, setAttempt] = useState(() => crypto.randomUUID());
  const { register, control, handleSubmit, setError, formState } = useForm<Fields>({
    defaultValues: { email: "", role: "viewer", teamId: noTeam, validDays: "7" },
  });
  const { errors, isSubmitting } = formState;
  const role = useWatch({ control, name: "role" });

  async function send({ email, role, teamId, validDays }: Fields) {
    try {
      const made = await invite(
        { email, role, teamIds: teamId === noTeam ? [] : [teamId], validDays: Number(validDays) },
        attempt,
      );
      onMade(made);
      await queries.invalidateQueries({ queryKey: invitationKeys.all });
    } catch (error) {
      // The same wish may be sent again under its key; a changed one needs another.
      setAttempt(crypto.randomUUID());
      const faults = faultsOf(error);
      if (faults.email) setError("email", { message: faults.email });
      else setError("root", { message: Object.values(faults)[0] });
    }
  }

  return (
    <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void handleSubmit(send)(event)}>
      <FormField label="E-mail" required error={errors.email?.message}>
        <Input
          type="email"
          inputMode="email"
          autoComplete="off"
          spellCheck={false}
          {...register("email", { required: "Enter an e-mail address." })}
        />
      </FormField>
      <FormField label="Role" hint={`${roleWords(role)} It can be changed later.`}>
        <Controller
          control={control}
          name="role"
          render={({ field }) => (
            <Select value={field.value} onValueChange={field.onChange} onBlur={field.onBlur} options={roleOptions} />
          )}
        />
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label="Team" optional>
          <Controller
            control={control}
            name="teamId"
            render={({ field }) => (
              <Select
                value={field.value}
                onValueChange={field.onChange}
                onBlur={field.onBlur}
                options={[
                  { value: noTeam, label: "No team" },
                  ...teams.map((team) => ({ value: team.id, label: team.name })),
                ]}
              />
            )}
          />
        </FormField>
        <FormField label="Link good for">
          <Controller
            control={control}
            name="validDays"
            render={({ field }) => (
              <Select value={field.value} onValueChange={field.onChange} onBlur={field.onBlur} options={days} />
            )}
          />
        </FormField>
      </div>
      {errors.root ? (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      ) : null}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <DialogClose render={<Button />}>Cancel</DialogClose>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Make the link
        </Button>
      </div>
    </form>
  );
}
