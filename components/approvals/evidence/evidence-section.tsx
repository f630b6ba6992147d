import { clsx } from "clsx";
import { type ReactNode, useId } from "react";
import { Card } from "@/components/patterns/page/panel";

export interface EvidenceSectionProps {
  title: ReactNode;
  /** Window and n, beside the heading. */
  meta?: ReactNode;
  actions?: ReactNode;
  /** Without the white sheet: for words rather than facts. */
  bare?: boolean;
  className?: string;
  children: ReactNode;
}

/** One kind of evidence under its quiet heading. */
export function EvidenceSection({ title, meta, actions, bare = false, className, children }: EvidenceSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={clsx("mt-[22px]", className)}>
      <div className="mb-[7px] flex min-h-5 items-end justify-between gap-3">
        <h3 id={id} className="scroll-mt-3 rounded-sm text-sm font-semibold text-mute">
          {title}
          {meta ? <span className="font-normal"> · {meta}</span> : null}
        </h3>
        {actions}
      </div>
      {bare ? children : <Card>{children}</Card>}
    </section>
  );
}
