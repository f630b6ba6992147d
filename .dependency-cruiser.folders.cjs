const { options } = require("./.dependency-cruiser.cjs");

/**
 * The order of the domains, apart from the floor plan: tests call routes and make whole worlds, and what ships is what has an order.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: "no-folder-cycles",
      comment: "Domains have an order too: two that need each other are one, or what both need stands under them.",
      severity: "error",
      scope: "folder",
      from: { path: "^(lib|components/patterns)/" },
      to: { circular: true },
    },
  ],
  options: {
    ...options,
    exclude: { path: [...options.exclude.path, "\\.test\\.tsx?$", "/testing/", "^lib/testing/", "^prisma/generated"] },
  },
};
