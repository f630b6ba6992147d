import { redirect } from "next/navigation";
import { routes } from "@/lib/platform/routes";

/** The console opens on the board. */
export default function HomePage(): never {
  redirect(routes.board());
}
