import type { Mutation } from "./mutation";

/** Guards of versioned controls: who accepts, from what, and once. */
export const ofVersions: readonly Mutation[] = [
  {
    name: "whoever proposed a version accepts it, where another person should",
    file: "lib/versions/version.rules.ts",
    from: "if (needsAnother && proposal.authorId === personId)",
    to: "if (false)",
    tests: ["lib/versions", "lib/catalog"],
  },
  {
    name: "a proposal is accepted though another version applies by now",
    file: "lib/versions/version.rules.ts",
    from: `return isStale(proposal, liveVersion) ? "stale_proposal" : null;`,
    to: "return null;",
    also: [
      {
        file: "lib/versions/proposal.service.ts",
        from: `status: "proposed", baseVersion: live.version }`,
        to: `status: "proposed" }`,
      },
    ],
    tests: ["lib/versions", "lib/catalog"],
  },
  {
    name: "a proposal that was turned down is accepted",
    file: "lib/versions/version.rules.ts",
    from: `if (!mayBecome(proposal.status, "live")) return "proposal_closed";`,
    to: "",
    also: [
      {
        file: "lib/versions/proposal.service.ts",
        from: `where: { ...control, id, status: "proposed", baseVersion`,
        to: `where: { ...control, id, baseVersion`,
      },
    ],
    tests: ["lib/versions", "lib/catalog"],
  },
  {
    name: "a proposal is turned down twice",
    file: "lib/versions/proposal.service.ts",
    from: `where: { ...control, id, status: "proposed" },\n    data: { status: "rejected"`,
    to: `where: { ...control, id },\n    data: { status: "rejected"`,
    tests: ["lib/versions", "lib/catalog"],
  },
  {
    name: "proposals pile up without end",
    file: "lib/versions/proposal.service.ts",
    from: `const open = await tx.controlVersion.count({ where: { ...control, status: "proposed" } });`,
    to: "const open = 0;",
    tests: ["lib/versions", "lib/catalog"],
  },
  {
    name: "one changes a control alone, where that takes another person",
    file: "lib/versions/version.service.ts",
    from: "if (await needsAnotherPerson(tx, workspaceId))\n    throw",
    to: "if (false)\n    throw",
    tests: ["lib/versions", "lib/catalog"],
  },
];
