import next from "@next/eslint-plugin-next";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const configFiles = ["*.config.{ts,js}", ".dependency-cruiser.cjs"];
const tests = ["**/*.test.{ts,tsx}", "**/testing/**", "e2e/**"];

const defaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "Export by name; default exports belong to app/ and configuration files.",
};
/** The console's stream never ends, and whether a browser counts it among what is on its way differs from version to version. */
const idleNetwork = {
  selector: "Literal[value='networkidle']",
  message: "Wait for what the reader waits for, such as the lamp that says Live: a stream is always on its way.",
};
const barrel = { selector: "ExportAllDeclaration", message: "No barrels: import from the file that holds it." };
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Read settings through lib/platform/env.ts.",
};

const nameOnly =
  "Who did something is told with what tells them from anybody of a like name: <PersonName of={by} />, never by the bare name.";
const doer = "/^(by|.*By)$/";
/** Screens name nobody who did something but through components/people/person-name.tsx. */
const bareNames = [
  { selector: `MemberExpression[property.name='name'][object.name=${doer}]`, message: nameOnly },
  { selector: `MemberExpression[property.name='name'][object.property.name=${doer}]`, message: nameOnly },
  { selector: `Property[key.name=${doer}] > ObjectPattern > Property[key.name='name']`, message: nameOnly },
];
/** What the API says of who did something has their id with the name. */
const namesWithoutId = [
  {
    selector: "Property[key.name=/^(by|.*By)Name$/]",
    message: "Who did something is a NamedPerson or an Actor: the id with the name.",
  },
  {
    selector: `Property[key.name=${doer}] > CallExpression[callee.object.name='z'][callee.property.name='string']`,
    message: "Who did something is a NamedPerson or an Actor: the id with the name.",
  },
];

const outside =
  "What comes from outside is drawn by <OutsideText>, or spelledOut() where only words fit: raw, it can show something else than it is.";
/** Fields that an agent or a person fills as they like. */
const outsideFields = [
  "[property.name=/^(sentence|task|agentName|parentAgentName|blastRadius|rollbackPlan|summary|uri|jurisdiction|reason)$/]",
  "[property.name='text'][object.property.name='reason']",
  "[property.name='message'][object.name=/^(answer|denial)$/]",
  "[property.name='detail'][object.name='alarm']",
  "[property.name='label'][object.name='stop']",
  "[property.name=/^(type|id)$/][object.name='resource']",
  "[property.name=/^(type|id)$/][object.property.name='resource']",
].map((field) => `MemberExpression${field}`);
/** Names are refused where they are given if they hold what cannot be seen; words of two alphabets they may have. */
const outsideNames = [
  "[property.name='name'][object.name=/^(agent|team)$/]",
  "[property.name='name'][object.property.name=/^(agent|team)$/]",
].map((field) => `MemberExpression${field}`);
const drawn = ":matches(JSXElement, JSXFragment) > JSXExpressionContainer";
const told = "JSXAttribute[name.name=/^(title|aria-label|aria-description|description|label|alt)$/]";
const drawnRaw = (field) => [
  `${drawn} > ${field}`,
  `${drawn} > TemplateLiteral > ${field}`,
  `${drawn} > ConditionalExpression > :matches(${field}.consequent, ${field}.alternate)`,
  `${drawn} > LogicalExpression > ${field}.right`,
  `${drawn} > LogicalExpression[operator!='&&'] > ${field}.left`,
  `${drawn} > ConditionalExpression > TemplateLiteral > ${field}`,
];
const toldRaw = (field) => [
  `${told} > JSXExpressionContainer > ${field}`,
  `${told} TemplateLiteral > ${field}`,
  `CallExpression[callee.name='toast'] TemplateLiteral > ${field}`,
];
const rawTexts = [
  ...outsideFields.flatMap((field) => [...drawnRaw(field), ...toldRaw(field)]),
  ...outsideNames.flatMap(drawnRaw),
].map((selector) => ({ selector, message: outside }));

/** Sent by the browser itself, before its script has come, a form without it puts what is typed in the address. */
const formByGet = {
  selector: "JSXOpeningElement[name.name='form']:not(:has(JSXAttribute[name.name='method'][value.value='post']))",
  message: 'A form says method="post": by GET a password would stand in the address.',
};

export default defineConfig(
  globalIgnores([
    "node_modules/",
    ".next/",
    ".data/",
    "prisma/generated/",
    "next-env.d.ts",
    "test-results/",
    "playwright-report/",
    "**/dist/",
  ]),
  // What style bans is banned: nothing in a file can switch a rule off.
  { linterOptions: { noInlineConfig: true } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true },
      ],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/require-await": "off", // an async function may keep a promise's shape
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", { max: 400 }],
      "no-console": "error",
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-restricted-syntax": ["error", defaultExport, barrel, environment],
    },
  },
  {
    files: ["**/*.{ts,tsx}"],
    ...reactHooks.configs.flat.recommended,
    rules: {
      ...reactHooks.configs.flat.recommended.rules,
      "react-hooks/incompatible-library": "off", // about the React Compiler, which is not in use
    },
  },
  {
    files: ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}"],
    plugins: { "@next/next": next },
    rules: { ...next.configs.recommended.rules, ...next.configs["core-web-vitals"].rules },
  },
  {
    files: ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}"],
    ignores: ["components/ui/page-link.tsx"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          name: "next/link",
          message:
            "PageLink of components/ui fetches a page when somebody means to go there; the framework's own link fetches every page that is named in sight.",
        },
      ],
    },
  },
  {
    // Next takes pages and layouts as default exports.
    files: ["app/**/*.{ts,tsx}"],
    rules: { "no-restricted-syntax": ["error", barrel, environment, formByGet, ...bareNames, ...rawTexts] },
  },
  {
    files: ["components/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-syntax": ["error", defaultExport, barrel, environment, formByGet, ...bareNames, ...rawTexts],
    },
  },
  {
    files: ["lib/**/*.schemas.ts"],
    rules: { "no-restricted-syntax": ["error", defaultExport, barrel, environment, ...namesWithoutId] },
  },
  {
    files: ["lib/platform/env.ts", "instrumentation.ts", "proxy.ts"],
    rules: { "no-restricted-syntax": ["error", defaultExport, barrel] },
  },
  {
    files: ["scripts/**/*.ts", "prisma/seed/**/*.ts", "packages/*/examples/**/*.ts", ...configFiles, ...tests],
    rules: { "no-console": "off", "no-restricted-syntax": ["error", barrel, idleNetwork] },
  },
  {
    files: tests,
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off", // a test that finds nothing there is meant to fail
      "@typescript-eslint/unbound-method": "off",
      "react-hooks/rules-of-hooks": "off", // Playwright's fixtures are called `use` too
    },
  },
);
