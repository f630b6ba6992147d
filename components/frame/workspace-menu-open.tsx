"use client";

import type { WorkspaceSwitcherProps } from "@/components/frame/frame.types";
import { WorkspaceButton } from "@/components/frame/workspace-button";
import { Menu, MenuRadioGroup } from "@/components/ui/menu";

/** The list of workspaces once it is opened. */
export function WorkspaceMenuOpen({ workspace, workspaces, onSwitch }: WorkspaceSwitcherProps) {
  return (
    <Menu defaultOpen trigger={<WorkspaceButton name={workspace.name} />}>
      <MenuRadioGroup
        label="Workspace"
        value={workspace.slug}
        onValueChange={onSwitch}
        options={workspaces.map(({ slug, name }) => ({ value: slug, label: name, hint: slug }))}
      />
    </Menu>
  );
}
