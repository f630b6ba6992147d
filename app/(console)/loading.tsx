import { Page } from "@/components/patterns/page";
import { Skeleton } from "@/components/ui/skeleton";

/** The place of a page that is on its way. */
export default function Loading() {
  return (
    <Page>
      <div role="status" aria-label="The page is loading" className="flex flex-col gap-4">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-20 w-full" />
        <Skeleton className="h-64 w-full" />
      </div>
    </Page>
  );
}
