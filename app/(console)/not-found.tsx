import { EmptyState } from "@/components/patterns/states/empty-state";
import { buttonClass } from "@/components/ui/button-class";
import { PageLink } from "@/components/ui/page-link";
import { routes } from "@/lib/platform/routes";

/** A page of the console that is not there: or not in this workspace, which is not told apart. */
export default function NotFound() {
  return (
    <EmptyState
      wholePage
      title="Not found in this workspace."
      action={
        <PageLink href={routes.board()} className={buttonClass()}>
          To the board
        </PageLink>
      }
    >
      It may have been in another workspace, or the link is wrong.
    </EmptyState>
  );
}
