"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { type ReactNode, useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { PersonAddress } from "@/components/people/person-address";
import { useCan } from "@/components/people/use-can";
import { PageLink } from "@/components/ui/page-link";
import { Tooltip } from "@/components/ui/tooltip";
import { personQuery } from "@/lib/people/people.client";
import { routes } from "@/lib/platform/routes";

export interface PersonNameProps {
  /** Whoever did it. Only people have an address: an agent or Signalbox itself is shown by its bare name. */
  of: { id: string | null; name: string };
  /** The word that stands for their name: "You". */
  children?: ReactNode;
  /**
   * link: leads to what they did, for whoever may read the log.
   * hint: where the page is about that anyway.
   * bare: inside of something that is pressed as a whole and leads to where they are named again; shown on hover only.
   */
  as?: "link" | "hint" | "bare";
  /** Whether Tab stops on it. Switch off in the rows of a table, which lead to where they are named again. */
  tabbable?: boolean;
  className?: string;
}

/**
 * A person who did something: their name, and on hover, on keyboard focus and at a tap the e-mail address that tells them from anybody of a like
 * name. A tap tells the address first, and follows the link the second time. Every name of somebody who did something is drawn by this: a lint
 * refuses others.
 */
export function PersonName({ of, children, as = "link", tabbable = true, className }: PersonNameProps) {
  const { id, name } = of;
  const isPerson = id !== null && id.startsWith("per_");
  const mayAsk = useCan("person:read") && isPerson;
  const mayFollow = useCan("audit:read") && as === "link";
  const [asked, setAsked] = useState(false);
  const { data, error } = useQuery({ ...personQuery(id ?? ""), enabled: asked && mayAsk, staleTime: 60_000 });
  const words = children ?? <OutsideText text={name} />;
  if (!isPerson) return words;

  const ask = { onPointerEnter: () => setAsked(true), onFocus: () => setAsked(true), "aria-description": data?.email };
  const tabIndex = tabbable ? undefined : -1;
  return (
    <Tooltip
      byTap={as !== "bare"}
      content={mayAsk ? <PersonAddress name={name} person={data} error={error} leadsOn={mayFollow} /> : null}
    >
      {mayFollow ? (
        <PageLink
          href={routes.audit({ actor: id })}
          tabIndex={tabIndex}
          className={clsx("underline decoration-edge underline-offset-2 hover-fine:decoration-current", className)}
          {...ask}
        >
          {words}
        </PageLink>
      ) : as === "bare" || !mayAsk ? (
        <span className={className} onPointerEnter={ask.onPointerEnter}>
          {words}
        </span>
      ) : (
        <button type="button" tabIndex={tabIndex} className={clsx("cursor-default text-left", className)} {...ask}>
          {words}
        </button>
      )}
    </Tooltip>
  );
}
