import Markdown from "markdown-to-jsx/react";
import type { ComponentProps } from "react";
import { PageLink } from "@/components/ui/page-link";
import { guideLink } from "@/lib/platform/guides.rules";

/** A guide's Markdown in the console's own type and colours. Raw HTML in it stays text. */
export function GuideText({ text }: { text: string }) {
  return (
    <Markdown
      options={{
        disableParsingRawHTML: true,
        forceBlock: true,
        forceWrapper: true,
        wrapper: Text,
        overrides: { a: GuideLink, pre: WideCode, table: WideTable },
      }}
    >
      {text}
    </Markdown>
  );
}

function Text({ children }: ComponentProps<"div">) {
  return <div className="guide">{children}</div>;
}

function GuideLink({ href = "", children }: ComponentProps<"a">) {
  const to = guideLink(href);
  // A file of the repository has no page.
  if (to === null) return <span>{children}</span>;
  if (to.startsWith("/")) return <PageLink href={to}>{children}</PageLink>;
  return <a href={to}>{children}</a>;
}

/** On a phone a table is wider than the page: it scrolls by itself. */
function WideTable({ children }: ComponentProps<"table">) {
  return (
    <div role="region" aria-label="Table" tabIndex={0} className="guide-table">
      <table>{children}</table>
    </div>
  );
}

function WideCode({ children }: ComponentProps<"pre">) {
  return <pre tabIndex={0}>{children}</pre>;
}
