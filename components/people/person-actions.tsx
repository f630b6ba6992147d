"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormField } from "@/components/patterns/forms/form-field";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import { peopleKeys, signOutEverywhere, updatePerson } from "@/lib/people/people.client";
import { roleLock } from "@/lib/people/people.rules";
import type { Person } from "@/lib/people/people.schemas";
import { roleWords } from "@/lib/people/role-words.rules";
import { formatQuantity } from "@/lib/platform/format";
import { type Role, roles, roleTitles } from "@/lib/platform/permissions.rules";

const roleOptions = roles.map((role) => ({ value: role, label: roleTitles[role] }));

/** What an administrator can do about a person. Every refusal says its reason before it is tried. */
export function PersonActions({ person, viewer }: { person: Person; viewer: { id: string } }) {
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>(person.role);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const lock = roleLock({ id: person.id, provider: person.roleFrom, status: person.status }, viewer);
  const self = person.id === viewer.id ? "Nobody deactivates themselves. Ask another administrator." : null;
  const active = person.status === "active";

  async function change(work: () => Promise<unknown>): Promise<void> {
    await work();
    await queries.invalidateQueries({ queryKey: peopleKeys.all });
  }

  async function changeRole() {
    setBusy(true);
    setFault(null);
    try {
      await change(() => updatePerson(person.id, { role }));
      toast(`${person.name} is now ${roleTitles[role]}.`);
    } catch (error) {
      setFault(error instanceof Error ? error.message : "It did not work. Nothing was changed.");
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-5 border-t border-line-soft pt-4">
      <FormField label="Role" error={fault} hint={lock ?? roleWords(role)}>
        <div className="flex flex-wrap gap-2">
          <Select
            value={role}
            onValueChange={setRole}
            options={roleOptions}
            disabled={lock !== null}
            className="min-w-52 flex-1 sm:max-w-64"
          />
          <Button
            loading={busy}
            disabledReason={lock ?? (role === person.role ? "They already have this role" : null)}
            onClick={() => void changeRole()}
          >
            Change role
          </Button>
        </div>
      </FormField>
      <div className="flex flex-wrap gap-2">
        <ConfirmDialog
          trigger={<Button>Sign out everywhere…</Button>}
          title={`Sign ${person.name} out everywhere?`}
          description={`${formatQuantity(person.openSessions, "session")} will end at the next click, and every access token at its next request, in every workspace. What is typed and not sent may be lost.`}
          confirmLabel="Sign out everywhere"
          onConfirm={async () => {
            const { ended, tokensEnded } = await signOutEverywhere(person.id);
            await queries.invalidateQueries({ queryKey: peopleKeys.all });
            toast(
              `${[formatQuantity(ended, "session"), ...(tokensEnded > 0 ? [formatQuantity(tokensEnded, "access token")] : [])].join(" and ")} ended.`,
            );
          }}
        />
        {active ? (
          <ConfirmDialog
            trigger={
              <Button variant="danger" disabledReason={self}>
                Deactivate…
              </Button>
            }
            title={`Deactivate ${person.name}?`}
            description="They are refused from their next click. Their access tokens end for good, and so do the invitations they made. Agents' keys they made belong to the agents and keep working: review them above. What they decided stays as it is. They can be reactivated with the same role."
            confirmLabel="Deactivate"
            danger
            onConfirm={() => change(() => updatePerson(person.id, { status: "deactivated" }))}
          />
        ) : (
          <Button onClick={() => void change(() => updatePerson(person.id, { status: "active" })).catch(tellFault)}>
            Reactivate as {roleTitles[person.role]}
          </Button>
        )}
      </div>
    </div>
  );
}
