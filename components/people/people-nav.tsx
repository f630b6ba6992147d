"use client";

import { clsx } from "clsx";
import { PageLink } from "@/components/ui/page-link";
import { usePathname } from "next/navigation";
import { routes } from "@/lib/platform/routes";

const pages = [
  { href: routes.people(), label: "People" },
  { href: routes.teams(), label: "Teams" },
];

/** The two pages about who works here. */
export function PeopleNav() {
  const here = usePathname();
  return (
    <nav aria-label="People and teams" className="mb-4 flex gap-4 border-b border-line">
      {pages.map(({ href, label }) => (
        <PageLink
          key={href}
          href={href}
          aria-current={here === href ? "page" : undefined}
          className={clsx(
            "-mb-px flex items-center border-b-2 py-1.5 font-medium coarse:min-h-11",
            here === href ? "border-ink text-ink" : "border-transparent text-mute hover:text-ink",
          )}
        >
          {label}
        </PageLink>
      ))}
    </nav>
  );
}
