"use client";

import { Suspense, useState } from "react";
import { AccountButton } from "@/components/frame/account-button";
import type { UserMenuProps } from "@/components/frame/frame.types";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

const menu = loadedWhenOpened(() => import("@/components/frame/user-menu-open").then((module) => module.UserMenuOpen));

/** The account's button; its menu is fetched when one comes near it. */
export function UserMenu(props: UserMenuProps) {
  const [wanted, setWanted] = useState(false);
  const closed = (
    <AccountButton
      name={props.me.name}
      aria-expanded={false}
      onPointerEnter={menu.preload}
      onFocus={menu.preload}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <menu.Part {...props} />
    </Suspense>
  );
}
