"use client";

import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import type { FrameCounts } from "@/components/frame/frame.types";
import { isWithin, type NavigationGroup } from "@/components/frame/navigation.rules";
import { PageLink } from "@/components/ui/page-link";
import { formatCount } from "@/lib/platform/format";
import { guideOf } from "@/lib/platform/guides.rules";
import { routes } from "@/lib/platform/routes";

export interface RailProps {
  groups: ReadonlyArray<NavigationGroup>;
  counts: FrameCounts;
  /** Called when one goes somewhere, so that a drawer can close. */
  onGo?: () => void;
  className?: string;
}

/** The groups of pages, with what waits in them. */
export function Rail({ groups, counts, onGo, className }: RailProps) {
  const pathname = usePathname();
  const guide = guideOf(pathname);
  return (
    <nav aria-label="Pages" className={clsx("overflow-y-auto px-2 py-3", className)}>
      {groups.map((group) => (
        <section key={group.label} className="mb-2">
          <h2 className="px-2 pt-2 pb-1 text-2xs font-semibold text-mute">{group.label}</h2>
          <ul>
            {group.items.map((item) => {
              const here = isWithin(pathname, item.href);
              const count = item.count ? counts[item.count] : undefined;
              return (
                <li key={item.id}>
                  <PageLink
                    href={item.href}
                    onClick={onGo}
                    aria-current={here ? "page" : undefined}
                    className={clsx(
                      "flex items-center justify-between rounded-md px-2 py-[5px] font-medium coarse:min-h-11",
                      here ? "bg-accent-soft text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
                    )}
                  >
                    {item.label}
                    {count ? <span className="text-mute tabular-nums">{formatCount(count)}</span> : null}
                  </PageLink>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      <PageLink
        href={guide ? routes.guide(guide) : routes.guides()}
        onClick={onGo}
        className="flex items-center rounded-md px-2 py-[5px] text-mute hover:bg-hover hover:text-ink coarse:min-h-11"
      >
        {guide ? "Guide to this page" : "Guides"}
      </PageLink>
    </nav>
  );
}
