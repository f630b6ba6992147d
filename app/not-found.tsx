import Link from "next/link";
import { EmptyState } from "@/components/patterns/empty-state";
import { buttonClass } from "@/components/ui/button-class";
import { routes } from "@/lib/platform/routes";

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="pt-[12dvh]">
      <EmptyState
        wholePage
        title="There is no page at this address."
        action={
          <Link href={routes.home()} className={buttonClass()}>
            To the console
          </Link>
        }
      />
    </main>
  );
}
