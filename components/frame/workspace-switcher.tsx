"use client";

import { ChevronsUpDown } from "lucide-react";
import type { FrameWorkspace } from "@/components/frame/frame.types";
import { Menu, MenuRadioGroup } from "@/components/ui/menu";

export interface WorkspaceSwitcherProps {
  workspace: FrameWorkspace;
  workspaces: ReadonlyArray<FrameWorkspace>;
  onSwitch: (slug: string) => void;
}

/** The workspace in view; a menu where there are several. */
export function WorkspaceSwitcher({ workspace, workspaces, onSwitch }: WorkspaceSwitcherProps) {
  const name = <span className="max-w-44 truncate">{workspace.name}</span>;
  if (workspaces.length < 2) {
    return <span className="flex h-8 items-center rounded-md border border-line px-[9px] font-medium text-ink-soft max-lg:hidden">{name}</span>;
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Workspace: ${workspace.name}`}
          className="flex h-8 items-center gap-1.5 rounded-md border border-line px-[9px] font-medium text-ink-soft hover:bg-hover max-lg:hidden coarse:min-h-11"
        >
          {name}
          <ChevronsUpDown size={13} className="text-mute" aria-hidden="true" />
        </button>
      }
    >
      <MenuRadioGroup
        label="Workspace"
        value={workspace.slug}
        onValueChange={onSwitch}
        options={workspaces.map(({ slug, name: label }) => ({ value: slug, label, hint: slug }))}
      />
    </Menu>
  );
}
