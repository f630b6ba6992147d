/**
 * The floor plan: each floor imports only downwards.
 * app -> components/<domain> -> components/patterns -> components/ui
 * app -> service, views -> platform -> platform/db -> generated client; everything -> rules, schemas.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
const test = "\\.test\\.tsx?$|/testing/";
const pure = "\\.(rules|schemas)\\.ts$";
const domains = "^lib/(?!platform/)([^/]+)/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Modules that need each other are one module, or three.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolvable",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(next|@fontsource-variable)/|\\.css$|^(@/)?prisma/generated/" },
    },
    {
      name: "no-barrels",
      comment: "Import from the file that holds it, not from an index.",
      severity: "error",
      from: { pathNot: "node_modules" },
      to: { path: "/index\\.tsx?$", pathNot: "node_modules" },
    },
    {
      name: "nobody-imports-app",
      comment: "app/ is delivery only; tests alone may call its routes.",
      severity: "error",
      from: { pathNot: `^app/|${test}` },
      to: { path: "^app/" },
    },
    {
      name: "ui-imports-ui",
      comment:
        "Primitives know no domain, no pattern, and of the platform only how a value outside of React is held, and how one tries again.",
      severity: "error",
      from: { path: "^components/ui/", pathNot: test },
      to: {
        path: "^(app|components|lib|prisma|scripts)/",
        pathNot: "^components/ui/|^lib/platform/(retry|watchers)\\.ts$",
      },
    },
    {
      name: "patterns-import-ui",
      comment:
        "Patterns are made of primitives and other patterns; they may format values, see what a text conceals, read units, write paths, build links and check a value against a schema.",
      severity: "error",
      from: { path: "^components/patterns/", pathNot: test },
      to: {
        path: "^(app|components|lib|prisma|scripts)/",
        pathNot:
          "^components/(ui|patterns)/|^lib/platform/(format|routes|time-zone|watchers|concealed\\.rules|unit\\.rules|value-path\\.rules)\\.ts$|^lib/platform/json-schema/",
      },
    },
    {
      name: "components-stay-in-the-browser",
      comment: "Components use a domain's rules, schemas and client, and of the platform what runs in a browser.",
      severity: "error",
      from: { path: "^components/", pathNot: test },
      to: {
        path: "^(lib|prisma|scripts)/",
        pathNot:
          "\\.(rules|schemas|client)\\.ts$|^lib/platform/(format|routes|time-zone|day|retry|watchers|http/fetch-json)[^/]*\\.ts$",
      },
    },
    {
      name: "clients-stay-in-the-browser",
      comment: "A client module runs in the browser: never a service, a view or the server's platform.",
      severity: "error",
      from: { path: "\\.client\\.ts$" },
      to: {
        path: "\\.(service|views)\\.ts$|^lib/platform/(db|env|auth|events)[/.]|^prisma/",
        pathNot: "\\.(rules|schemas|client)\\.ts$",
      },
    },
    {
      name: "rules-and-schemas-are-pure",
      comment: "No clock, no I/O, no framework: zod, pure libraries, other rules and schemas.",
      severity: "error",
      from: { path: pure, pathNot: test },
      to: {
        dependencyTypesNot: ["type-only"],
        pathNot: [
          pure,
          "^lib/platform/(calendar|errors|format|money|routes|time-zone)\\.ts$",
          "node_modules/(zod|zod-openapi|canonicalize|@noble/[^/]+)/",
        ],
      },
    },
    {
      name: "no-node-in-rules",
      comment: "Rules and schemas also run in the browser.",
      severity: "error",
      from: { path: pure, pathNot: test },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "only-db-knows-prisma",
      comment: "Everybody else takes types and the client from lib/platform/db.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: "^lib/platform/db/" },
      to: { path: "^prisma/generated/|node_modules/@prisma/" },
    },
    {
      name: "next-stays-at-the-door",
      comment:
        "next/* belongs to app, components and platform/{http,auth}; the server is started from scripts/server/serve.mjs.",
      severity: "error",
      from: { path: "^(lib|prisma|scripts)/", pathNot: "^lib/platform/(http|auth)/|^scripts/server/serve\\.mjs$" },
      to: { path: "node_modules/next/" },
    },
    {
      name: "platform-knows-no-domain",
      comment: "The platform is below the domains; it may use their pure rules and schemas.",
      severity: "error",
      from: { path: "^lib/platform/", pathNot: `${test}|^lib/platform/auth/` },
      to: { path: domains, pathNot: pure },
    },
    {
      name: "lib-imports-no-upper-floor",
      comment: "lib is below components and app.",
      severity: "error",
      from: { path: "^lib/", pathNot: test },
      to: { path: "^(app|components|scripts|e2e)/" },
    },
    {
      name: "the-start-needs-no-engine",
      comment:
        "Prisma's schema engine makes migrations, by parts that are private to it. Applying them is plain SQL (scripts/prisma/history.ts).",
      severity: "error",
      from: { pathNot: `^scripts/(db-migration|prisma/(create-migration|engine))\\.ts$|${test}` },
      to: {
        path: "^scripts/prisma/(create-migration|engine)\\.ts$|node_modules/@prisma/(schema-engine-wasm|driver-adapter-utils)/",
      },
    },
    {
      name: "no-test-in-product",
      comment: "What ships does not import tests or their helpers.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: test },
      to: { path: `${test}|^e2e/` },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^prisma/generated"] },
    exclude: { path: ["^\\.next", "^\\.data"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
