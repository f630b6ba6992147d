import type { Mutation } from "./mutation";

const tests = ["lib/breakers/breakers.int.test.ts"];

/** Guards of breakers. */
export const ofBreakers: readonly Mutation[] = [
  {
    name: "a breaker trips once for each instance that looks",
    file: "lib/breakers/trip.service.ts",
    from: "if (count !== 1) throw new NotTripped();",
    to: "",
    tests,
  },
  {
    name: "a breaker trips by a rule that was changed meanwhile",
    file: "lib/breakers/trip.service.ts",
    from: "if (still !== 1) throw new NotTripped();",
    to: "",
    tests,
  },
  {
    name: "a breaker re-arms a stop that somebody else has pulled",
    file: "lib/stops/system-stop.service.ts",
    from: ", pulledByType: source.type, pulledById: source.id }",
    to: " }",
    tests,
  },
  {
    name: "a batch takes more probes than a half-open breaker has",
    file: "lib/breakers/admit.service.ts",
    from: "least(had.most, had.before + $3)",
    to: "had.before + $3",
    tests,
  },
];
