import { Skeleton } from "@/components/ui/skeleton";

/** Rows of the queue while they are being read. */
export function RowsSkeleton() {
  return Array.from({ length: 9 }, (_, index) => (
    <div key={index} className="flex h-[60px] flex-col justify-center gap-2 border-b border-line-soft px-3.5">
      <Skeleton className="h-3.5 w-4/5" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  ));
}

/** The evidence and the decision while they are being read. */
export function PanesSkeleton() {
  return (
    <>
      <div className="hidden flex-col gap-6 px-[26px] py-5 @3xl/approvals:flex">
        <Skeleton className="h-14 w-3/4" />
        <Skeleton className="h-48 w-full rounded-lg" />
        <Skeleton className="h-20 w-full rounded-lg" />
        <Skeleton className="h-28 w-full rounded-lg" />
      </div>
      <div className="hidden flex-col gap-2.5 border-l border-line bg-panel px-4 py-[18px] @5xl/approvals:flex">
        <Skeleton className="h-7 w-full" />
        <Skeleton className="h-20 w-full" />
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-9 w-full" />
      </div>
    </>
  );
}
