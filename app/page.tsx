import { redirect } from "next/navigation";
import { requirePerson } from "@/lib/people/current-person.service";
import { homeOf } from "@/lib/people/home.rules";

/** The console opens on each role's own work. */
export default async function HomePage(): Promise<never> {
  redirect(homeOf((await requirePerson()).role));
}
