import type { Metadata } from "next";
import { NewEntryScreen } from "@/components/catalog/entry-screen";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "A new action type" };

export default async function NewEntryPage() {
  await requirePerson("catalog:manage");
  return <NewEntryScreen />;
}
