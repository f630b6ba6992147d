import { redirect } from "next/navigation";
import { requirePerson } from "@/lib/sign-in/current-person.service";
import { homeOf } from "@/lib/sign-in/home.rules";

/** The console opens on each role's own work. */
export default async function HomePage(): Promise<never> {
  redirect(homeOf((await requirePerson()).role));
}
