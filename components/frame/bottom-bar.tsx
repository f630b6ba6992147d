"use client";

import { clsx } from "clsx";
import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { FrameCounts } from "@/components/frame/frame.types";
import { isWithin, type NavigationGroup } from "@/components/frame/navigation.rules";
import { PageLink } from "@/components/ui/page-link";
import { NavigationIcon } from "@/components/frame/navigation-icon";
import { Rail } from "@/components/frame/rail";
import { Dialog } from "@/components/ui/dialog";
import { formatCount } from "@/lib/platform/format";

const cellClass =
  "relative flex min-h-12 flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium short:min-h-9 short:flex-row short:gap-1.5";

export interface BottomBarProps {
  groups: ReadonlyArray<NavigationGroup>;
  counts: FrameCounts;
}

/** The pages on a phone: the first four within reach of the thumb, the rest one press away. */
export function BottomBar({ groups, counts }: BottomBarProps) {
  const pathname = usePathname();
  const [open, setOpen] = useState(false);
  const items = groups.flatMap((group) => group.items);
  const near = items.slice(0, 4);
  const elsewhere = !near.some((item) => isWithin(pathname, item.href));
  return (
    <nav
      aria-label="Main pages"
      className="flex border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {near.map((item) => {
        const here = isWithin(pathname, item.href);
        const count = item.count ? counts[item.count] : undefined;
        return (
          <PageLink
            key={item.id}
            href={item.href}
            aria-current={here ? "page" : undefined}
            className={clsx(cellClass, here ? "text-ink" : "text-mute")}
          >
            {here ? <span aria-hidden="true" className="absolute inset-x-4 top-0 h-0.5 bg-ink" /> : null}
            <NavigationIcon id={item.id} />
            <span>
              {item.label}
              {count ? <span className="tabular-nums"> {formatCount(count)}</span> : null}
            </span>
          </PageLink>
        );
      })}
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={clsx(cellClass, elsewhere ? "text-ink" : "text-mute")}
      >
        {elsewhere ? <span aria-hidden="true" className="absolute inset-x-4 top-0 h-0.5 bg-ink" /> : null}
        <MenuIcon size={18} strokeWidth={1.75} aria-hidden="true" />
        More
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="Go to">
        <Rail groups={groups} counts={counts} onGo={() => setOpen(false)} className="-mx-4 -my-4" />
      </Dialog>
    </nav>
  );
}
