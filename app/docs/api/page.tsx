import type { Metadata } from "next";
import { PageLink } from "@/components/ui/page-link";
import packageJson from "@/package.json" with { type: "json" };
import { manifest } from "@/app/api/manifest";
import { tags } from "@/app/api/tags";
import { OperationCard } from "@/components/reference/operation-card";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { openApiDocument } from "@/lib/platform/http/openapi";
import { readableOperations } from "@/lib/platform/http/openapi-reading.rules";
import { api, routes } from "@/lib/platform/routes";

export const metadata: Metadata = { title: "API reference" };

/** The OpenAPI document for people: the same source, so it cannot tell otherwise. */
export default function ApiReferencePage() {
  const order = Object.keys(tags);
  const groups = readableOperations(openApiDocument(manifest, packageJson.version, tags)).toSorted(
    (a, b) => order.indexOf(a.tag) - order.indexOf(b.tag),
  );
  return (
    <main>
      <Page>
        <PageHeader
          title="API reference"
          meta={`version ${packageJson.version}`}
          above={<PageLink href={routes.home()}>Signalbox</PageLink>}
          description={
            <>
              Made from the schemas that validate every request and response. For tools:{" "}
              <a href={api.openapi()} className="text-accent underline">
                OpenAPI 3.1 as JSON
              </a>
              .
            </>
          }
        />
        <div className="grid gap-x-8 lg:grid-cols-[11rem_minmax(0,1fr)]">
          <nav aria-label="Resources" className="mb-6 lg:sticky lg:top-4 lg:self-start">
            <ul className="flex flex-wrap gap-x-4 gap-y-1 lg:flex-col">
              {groups.map(({ tag }) => (
                <li key={tag}>
                  <a href={`#${tag}`} className="inline-flex min-h-6 items-center text-ink-soft hover:text-ink">
                    {tag}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div className="min-w-0">
            {groups.map(({ tag, operations }) => (
              <section key={tag} id={tag} aria-labelledby={`${tag}-heading`} className="mb-8">
                <h2 id={`${tag}-heading`} className="text-lg font-semibold">
                  {tag}
                </h2>
                <p className="mb-2 text-ink-soft">{tags[tag]}</p>
                <div className="grid gap-3">
                  {operations.map((operation) => (
                    <OperationCard key={operation.id} operation={operation} />
                  ))}
                </div>
              </section>
            ))}
          </div>
        </div>
      </Page>
    </main>
  );
}
