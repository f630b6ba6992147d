"use client";

import { Suspense, useState } from "react";
import type { WorkspaceSwitcherProps } from "@/components/frame/frame.types";
import { WorkspaceButton } from "@/components/frame/workspace-button";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

const menu = loadedWhenOpened(() =>
  import("@/components/frame/workspace-menu-open").then((module) => module.WorkspaceMenuOpen),
);

/** The workspace in view; a menu where there are several. */
export function WorkspaceSwitcher(props: WorkspaceSwitcherProps) {
  const [wanted, setWanted] = useState(false);
  const { name } = props.workspace;
  if (props.workspaces.length < 2) {
    return (
      <span className="flex h-8 items-center rounded-md border border-line px-[9px] font-medium text-ink-soft max-lg:hidden">
        <span className="max-w-44 truncate">{name}</span>
      </span>
    );
  }
  const closed = (
    <WorkspaceButton
      name={name}
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
