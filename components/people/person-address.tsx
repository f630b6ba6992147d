import type { Person } from "@/lib/people/people.schemas";
import { ProblemError } from "@/lib/platform/http/fetch-json";

export interface PersonAddressProps {
  /** Their name as it stands on the page. */
  name: string;
  /** Undefined until it is read. */
  person: Pick<Person, "name" | "email"> | undefined;
  error: Error | null;
  /** A press leads to what they did. */
  leadsOn: boolean;
}

/** What a hint says of a person: their address, and their name of today where it is another. */
export function PersonAddress({ name, person, error, leadsOn }: PersonAddressProps) {
  return (
    <span className="block [overflow-wrap:anywhere]">
      <span role="status" className="block">
        {person ? person.email : error ? faultWords(error) : "…"}
      </span>
      {person && person.name !== name ? <span className="block opacity-75">now called {person.name}</span> : null}
      {leadsOn ? <span className="block opacity-75">What they did, in the audit log</span> : null}
    </span>
  );
}

function faultWords(error: Error): string {
  return error instanceof ProblemError && error.status === 404
    ? "No member of this workspace"
    : "The address could not be loaded";
}
