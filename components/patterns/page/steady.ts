"use client";

import { useLayoutEffect, useState } from "react";

type Handler = (...given: never[]) => unknown;

class Steadied<Handlers extends { [Name in keyof Handlers]: Handler }> {
  readonly handlers: Handlers;
  #newest: Handlers;

  constructor(first: Handlers) {
    this.#newest = first;
    const names = Object.keys(first) as (keyof Handlers)[];
    this.handlers = Object.fromEntries(
      names.map((name) => [name, (...given: never[]) => this.#newest[name](...given)]),
    ) as Handlers;
  }

  renew(handlers: Handlers): void {
    this.#newest = handlers;
  }
}

/**
 * Handlers that are the same from render to render and do what the newest ones do, so that what they are given to is drawn again
 * only when something in it changed. For events only: while something is drawn, they still do what the render before it wanted.
 *
 * @param handlers always of the same names
 */
export function useSteady<Handlers extends { [Name in keyof Handlers]: Handler }>(handlers: Handlers): Handlers {
  const [steadied] = useState(() => new Steadied(handlers));
  useLayoutEffect(() => steadied.renew(handlers));
  return steadied.handlers;
}
