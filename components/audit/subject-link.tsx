import { CopyId } from "@/components/patterns/copy/copy-id";
import { PageLink } from "@/components/ui/page-link";
import { routes } from "@/lib/platform/routes";

const pages: Record<string, (id: string) => string> = {
  action: routes.approval,
  approval: routes.approvals,
  run: routes.run,
  agent: routes.agent,
  person: () => routes.people(),
  team: routes.teams,
  workspace: routes.settings,
  job: routes.jobs,
};

/** What an entry is about: its kind, linked to its own page where it has one, and its id. */
export function SubjectLink({ type, id }: { type: string; id: string }) {
  const page = pages[type];
  const word = type.replaceAll("_", " ");
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1.5">
      {page ? (
        <PageLink
          href={page(id)}
          className="text-accent underline-offset-2 hover:underline"
          onClick={(event) => event.stopPropagation()}
        >
          {word}
        </PageLink>
      ) : (
        <span className="text-ink-soft">{word}</span>
      )}
      <CopyId id={id} label={`${word} id`} />
    </span>
  );
}
