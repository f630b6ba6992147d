import { routes } from "./routes";

/** What the product shows of docs, in the order in which it is listed: the guides of docs/guides, and the glossary beside them. */
export const guideNames = [
  "supervisor",
  "governance",
  "reliability",
  "administrator",
  "auditor",
  "annotator",
  "context-engineer",
  "finops",
  "agent-developer",
  "langchain",
  "operations",
  "demo",
  "glossary",
] as const;
export type GuideName = (typeof guideNames)[number];

export const isGuideName = (name: string): name is GuideName => guideNames.some((known) => known === name);

/** Where a guide lies, from the repository's root. */
export const guideFile = (name: GuideName): string =>
  name === "glossary" ? "docs/glossary.md" : `docs/guides/${name}.md`;

/** Which guide tells about a page; the first that the address begins with. */
const guidesOfPages: readonly [prefix: string, guide: GuideName][] = [
  [routes.board(), "reliability"],
  [routes.approvals(), "supervisor"],
  [routes.actions(), "supervisor"],
  [routes.runs(), "reliability"],
  [routes.agents(), "governance"],
  [routes.catalog(), "governance"],
  [routes.controls(), "reliability"],
  [routes.audit(), "auditor"],
  [routes.people(), "administrator"],
  [routes.settings(), "administrator"],
];

/** The guide to the page that one is on; undefined where none is about it. */
export function guideOf(pathname: string): GuideName | undefined {
  return guidesOfPages.find(([prefix]) => pathname === prefix || pathname.startsWith(`${prefix}/`))?.[1];
}

/** A guide's head and text, from its file. */
export interface GuideText {
  /** The heading of the file. */
  title: string;
  /** The first paragraph, as plain words. */
  about: string;
  /** Markdown, without the heading. */
  text: string;
}

/** @throws where the file does not begin with a heading and a paragraph */
export function guideText(markdown: string): GuideText {
  const [, title, about, rest] = /^# (.+)\n\n((?:(?!#).+\n)+)([\s\S]*)$/u.exec(markdown) ?? [];
  if (title === undefined || about === undefined || rest === undefined)
    throw new Error("A guide begins with a heading and a paragraph.");
  return { title, about: plainWords(about), text: `${about}${rest}` };
}

function plainWords(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/gu, "$1")
    .replaceAll(/[*`]/gu, "")
    .trim()
    .replaceAll("\n", " ");
}

/**
 * Where a link of a guide leads inside the product: another guide, or a place in this one. What lies elsewhere in the repository is no
 * address here: null.
 */
export function guideLink(href: string): string | null {
  if (/^https?:\/\//u.test(href) || href.startsWith("#") || href.startsWith("/")) return href;
  const [, name, place = ""] = /^(?:\.\.\/)?([a-z-]+)\.md(#[\w-]+)?$/u.exec(href) ?? [];
  return name !== undefined && isGuideName(name) ? `${routes.guide(name)}${place}` : null;
}
