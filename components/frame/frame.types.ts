import type { Permission, Role } from "@/lib/platform/permissions.rules";

/** Who is signed in, as the frame needs it. */
export interface FramePerson {
  name: string;
  email: string;
  role: Role;
  permissions: ReadonlyArray<Permission>;
}

export interface FrameWorkspace {
  slug: string;
  name: string;
}

/** Numbers in the rail; an unknown one is not shown. */
export interface FrameCounts {
  /** Actions that wait for this person: what they may decide. */
  approvals?: number;
}

export interface UserMenuProps {
  me: FramePerson;
  workspace: FrameWorkspace;
  workspaces: ReadonlyArray<FrameWorkspace>;
  onSwitchWorkspace: (slug: string) => void;
  onShowKeys: () => void;
  onSignOut: () => void;
}

export interface WorkspaceSwitcherProps {
  workspace: FrameWorkspace;
  workspaces: ReadonlyArray<FrameWorkspace>;
  onSwitch: (slug: string) => void;
}
