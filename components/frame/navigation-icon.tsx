import {
  Bot,
  FileCheck2,
  Hand,
  LayoutList,
  ListFilter,
  ListTree,
  type LucideIcon,
  OctagonMinus,
  Route,
  Settings2,
  Users,
} from "lucide-react";
import type { NavigationItem } from "@/components/frame/navigation.rules";

const icons: Record<NavigationItem["id"], LucideIcon> = {
  board: Route,
  approvals: Hand,
  actions: ListFilter,
  runs: ListTree,
  agents: Bot,
  catalog: LayoutList,
  controls: OctagonMinus,
  audit: FileCheck2,
  people: Users,
  settings: Settings2,
};

/** The icon of a page, for the bar at the foot of a phone. */
export function NavigationIcon({ id, size = 18 }: { id: NavigationItem["id"]; size?: number }) {
  const Icon = icons[id];
  return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />;
}
