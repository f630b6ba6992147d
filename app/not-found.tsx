import { EmptyState } from "@/components/patterns/states/empty-state";
import { buttonClass } from "@/components/ui/button-class";
import { PageLink } from "@/components/ui/page-link";
import { routes } from "@/lib/platform/routes";

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="pt-[12dvh]">
      <EmptyState
        wholePage
        title="There is no page at this address."
        action={
          <PageLink href={routes.home()} className={buttonClass()}>
            To the console
          </PageLink>
        }
      />
    </main>
  );
}
