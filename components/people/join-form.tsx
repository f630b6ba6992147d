"use client";

import { useForm } from "react-hook-form";
import { faultsOf } from "@/components/patterns/forms/form-faults";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { maxPasswordLength, minPasswordLength } from "@/lib/people/people.rules";

export interface JoinFormProps {
  /** Joins; throws what the server refused it with. */
  onJoin: (name: string, password: string) => Promise<void>;
}

interface Fields {
  name: string;
  password: string;
}

/** Name and password of a new account. */
export function JoinForm({ onJoin }: JoinFormProps) {
  const { register, handleSubmit, setError, formState } = useForm<Fields>({
    defaultValues: { name: "", password: "" },
  });
  const { errors, isSubmitting } = formState;

  async function join({ name, password }: Fields) {
    try {
      await onJoin(name, password);
    } catch (error) {
      const faults = faultsOf(error);
      setError("root", { message: Object.values(faults)[0] });
    }
  }

  return (
    <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void handleSubmit(join)(event)}>
      <FormField label="Your name" error={errors.name?.message} required hint="Shown with every decision you make.">
        <Input
          autoComplete="name"
          maxLength={100}
          {...register("name", { validate: (name) => name.trim() !== "" || "Enter your name." })}
        />
      </FormField>
      <FormField
        label="Password"
        error={errors.password?.message}
        required
        hint={`At least ${minPasswordLength} characters; a few words are good.`}
      >
        <Input
          type="password"
          autoComplete="new-password"
          maxLength={maxPasswordLength}
          {...register("password", {
            minLength: { value: minPasswordLength, message: `It must have at least ${minPasswordLength} characters.` },
            required: "Choose a password.",
          })}
        />
      </FormField>
      {errors.root ? (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      ) : null}
      <Button type="submit" variant="primary" className="w-full" loading={isSubmitting}>
        Join
      </Button>
    </form>
  );
}
