"use client";

import { useForm } from "react-hook-form";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

export interface SignInFormProps {
  busy: boolean;
  onSubmit: (email: string, password: string) => Promise<void>;
}

interface Fields {
  email: string;
  password: string;
}

/** E-mail and password. */
export function SignInForm({ busy, onSubmit }: SignInFormProps) {
  const { register, handleSubmit, formState } = useForm<Fields>({ defaultValues: { email: "", password: "" } });
  const { errors } = formState;
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void handleSubmit(({ email, password }) => onSubmit(email, password))(event)}
    >
      <FormField label="E-mail" error={errors.email?.message} required>
        <Input
          type="email"
          autoComplete="username"
          inputMode="email"
          spellCheck={false}
          {...register("email", { required: "Enter your e-mail address." })}
        />
      </FormField>
      <FormField label="Password" error={errors.password?.message} required>
        <Input
          type="password"
          autoComplete="current-password"
          {...register("password", { required: "Enter your password." })}
        />
      </FormField>
      <Button type="submit" variant="primary" className="w-full" loading={busy}>
        Sign in
      </Button>
    </form>
  );
}
