"use client";

import { Hourglass, Keyboard, LogOut, UserRound } from "lucide-react";
import { AccountButton } from "@/components/frame/account-button";
import type { UserMenuProps } from "@/components/frame/frame.types";
import { usePreferences } from "@/components/patterns/preferences/preferences";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuItem, MenuLink, MenuRadioGroup, MenuSection, MenuSeparator, MenuToggle } from "@/components/ui/menu";
import { PageLink } from "@/components/ui/page-link";
import { roleTitles } from "@/lib/platform/permissions.rules";
import { routes } from "@/lib/platform/routes";

/** The account menu once it is opened: who is signed in, how the console looks to them, and the way out. */
export function UserMenuOpen({ me, workspace, workspaces, onSwitchWorkspace, onShowKeys, onSignOut }: UserMenuProps) {
  const { theme, setTheme, shortcuts, setShortcuts } = usePreferences();
  return (
    <Menu defaultOpen align="end" className="w-60" trigger={<AccountButton name={me.name} />}>
      <MenuSection>
        <span className="block font-semibold">{me.name}</span>
        <span className="block truncate text-xs text-mute">{me.email}</span>
        <span className="block text-xs text-mute">
          {roleTitles[me.role]} · {workspace.name}
        </span>
      </MenuSection>
      <MenuSeparator />
      {workspaces.length > 1 ? (
        <div className="lg:hidden">
          <MenuRadioGroup
            label="Workspace"
            value={workspace.slug}
            onValueChange={onSwitchWorkspace}
            options={workspaces.map(({ slug, name: label }) => ({ value: slug, label }))}
          />
          <MenuSeparator />
        </div>
      ) : null}
      <MenuRadioGroup
        label="Theme"
        value={theme}
        onValueChange={setTheme}
        options={[
          { value: "system", label: "Same as the system" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
      <MenuSeparator />
      <MenuToggle checked={shortcuts} onCheckedChange={setShortcuts}>
        Single-key shortcuts
      </MenuToggle>
      <MenuItem icon={<Keyboard size={14} aria-hidden="true" />} aside={<Kbd>?</Kbd>} onSelect={onShowKeys}>
        All keys
      </MenuItem>
      <MenuLink link={<PageLink href={routes.account()} />} icon={<UserRound size={14} aria-hidden="true" />}>
        Account
      </MenuLink>
      <MenuLink link={<PageLink href={routes.jobs()} />} icon={<Hourglass size={14} aria-hidden="true" />}>
        Jobs
      </MenuLink>
      <MenuSeparator />
      <MenuItem icon={<LogOut size={14} aria-hidden="true" />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
