import type { WorkspaceStory } from "../story.rules";
import { meridian } from "./meridian";
import { northwind } from "./northwind";

/** The workspaces of the demo. */
export const workspaceStories: readonly WorkspaceStory[] = [meridian, northwind];

/** What every person of the demo signs in with. */
export const demoPassword = "signalbox-demo";
