"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { popupPlace } from "@/components/ui/popup-place";

export interface MenuProps {
  /** The button that opens the menu. */
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
  /** Open from the start: for a menu that is fetched when its button is pressed. */
  defaultOpen?: boolean;
}

/** A list of commands. Fill it with MenuItem, MenuLink, MenuRadioGroup, MenuSection and MenuSeparator. */
export function Menu({ trigger, children, align = "start", side = "bottom", className, defaultOpen }: MenuProps) {
  return (
    <Base.Root modal={false} defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50" align={align} side={side} sideOffset={4} {...popupPlace()}>
          <Base.Popup
            className={clsx(
              "surface-popup popup-motion max-h-(--available-height) min-w-48 max-w-[min(24rem,var(--available-width))] overflow-y-auto p-1 outline-none",
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const itemClass =
  "flex w-full items-center gap-2 rounded-sm px-2 py-1.5 text-left text-base outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover coarse:min-h-11";

export interface MenuItemProps {
  children: ReactNode;
  onSelect: () => void;
  icon?: ReactNode;
  /** A key or a count at the right. */
  aside?: ReactNode;
  disabled?: boolean;
  danger?: boolean;
}

export function MenuItem({ children, onSelect, icon, aside, disabled, danger }: MenuItemProps) {
  return (
    <Base.Item disabled={disabled} onClick={onSelect} className={clsx(itemClass, danger && "text-danger")}>
      {icon ? <span className="text-mute">{icon}</span> : null}
      <span className="min-w-0 flex-1">{children}</span>
      {aside}
    </Base.Item>
  );
}

export interface MenuLinkProps {
  /** A link element (the router's or a plain anchor) that takes props and a ref. */
  link: ReactElement;
  children: ReactNode;
  icon?: ReactNode;
}

export function MenuLink({ link, children, icon }: MenuLinkProps) {
  return (
    <Base.LinkItem render={link} closeOnClick className={itemClass}>
      {icon ? <span className="text-mute">{icon}</span> : null}
      <span className="min-w-0 flex-1">{children}</span>
    </Base.LinkItem>
  );
}

export interface MenuRadioGroupProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: ReadonlyArray<{ value: Value; label: ReactNode; hint?: ReactNode }>;
}

export function MenuRadioGroup<Value extends string>({
  label,
  value,
  onValueChange,
  options,
}: MenuRadioGroupProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-2xs font-semibold text-mute">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: Value) => onValueChange(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={itemClass}>
            <span className="flex w-4 justify-center">
              <Base.RadioItemIndicator>
                <Check size={13} aria-hidden="true" />
              </Base.RadioItemIndicator>
            </span>
            <span className="min-w-0 flex-1">
              {option.label}
              {option.hint ? <span className="block text-xs text-mute">{option.hint}</span> : null}
            </span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export interface MenuToggleProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}

export function MenuToggle({ checked, onCheckedChange, children }: MenuToggleProps) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={(next) => onCheckedChange(next)} className={itemClass}>
      <span className="flex w-4 justify-center">
        <Base.CheckboxItemIndicator>
          <Check size={13} aria-hidden="true" />
        </Base.CheckboxItemIndicator>
      </span>
      <span className="min-w-0 flex-1">{children}</span>
    </Base.CheckboxItem>
  );
}

/** Words that are not a command: who is signed in, which scope. */
export function MenuSection({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1.5">{children}</div>;
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line-soft" />;
}
