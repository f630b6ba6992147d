import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { addressFault } from "./own-address.rules";
import { parseRange } from "./ip-range";

/**
 * The settings of one process, read once from the environment. The only place that reads `process.env`.
 * Durations are in the unit their name ends in.
 */
const OidcProvider = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/),
  name: z.string(),
  issuer: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
  scope: z.string().default("openid email profile"),
  /** The e-mail domains that are this provider's own, such as `acme.example`: for addresses in these alone its word opens accounts. */
  domains: z
    .array(
      z
        .string()
        .toLowerCase()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/),
    )
    .default([]),
  /** For issuers that never say `email_verified` but whose addresses are their own. */
  trustEmail: z.boolean().default(false),
  groupsClaim: z.string().default("groups"),
  /** Which group of the provider gives which role in which workspace. */
  groupRoles: z.array(z.strictObject({ group: z.string(), workspace: z.string(), role: z.string() })).default([]),
});
export type OidcProviderSettings = z.infer<typeof OidcProvider>;

const ownAddress = z.string().check((ctx) => {
  const fault = addressFault(ctx.value);
  if (fault) ctx.issues.push({ code: "custom", message: fault, input: ctx.value });
});

function isSigningKey(pem: string): boolean {
  try {
    return createPrivateKey(pem.replaceAll("\\n", "\n")).asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}

const notAPort = "is no port: a number from 1 to 65535";
const databaseAddress = z
  .string()
  .regex(/^postgres(ql)?:\/\/./, "is no address of a PostgreSQL, as in postgresql://user:password@host:5432/database");
/** A list in one setting. */
const words = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean),
  );

const Environment = z.object({
  DATABASE_URL: databaseAddress,
  /** The same database as the account that alone may write the audit log; else the one above does that too. */
  SIGNALBOX_DATABASE_SEQUENCER_URL: databaseAddress.optional(),
  AUTH_SECRET: z.string().min(16, "has fewer than 16 characters; make one with: openssl rand -base64 32").optional(),
  NEXTAUTH_URL: ownAddress.default("http://localhost:3000"),
  SIGNALBOX_DATA_DIR: z.string().default(".data"),
  SIGNALBOX_DEMO: z.enum(["0", "1"]).default("1"),
  SIGNALBOX_DEMO_FLEET: z.enum(["0", "1"]).default("1"),
  /** Name before the workspace in the audit log's origin; fixed when a workspace is made. */
  SIGNALBOX_ORIGIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .default("signalbox.local"),
  /** PKCS#8 PEM of the Ed25519 key that signs audit checkpoints; else a file in the data directory. */
  SIGNALBOX_AUDIT_KEY: z
    .string()
    .refine(isSigningKey, "is no Ed25519 key in PKCS#8 PEM; make one with: openssl genpkey -algorithm ed25519")
    .optional(),
  /** JSON array of OpenID Connect providers. */
  SIGNALBOX_OIDC: z
    .string()
    .default("[]")
    .transform((text, ctx) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        ctx.addIssue({ code: "custom", message: "is not JSON" });
        return z.NEVER;
      }
    })
    .pipe(z.array(OidcProvider)),
  /** Requests one caller may make in a minute, on one instance. A batch counts its actions. */
  SIGNALBOX_RATE_PER_MINUTE: z.coerce.number().int().positive().default(60_000),
  /** Stops one agent may pull in a minute, on one instance, over all its keys. People are not limited. */
  SIGNALBOX_AGENT_STOPS_PER_MINUTE: z.coerce.number().int().positive().default(30),
  /** Failed sign-ins of one address or account in fifteen minutes before it is locked out. */
  SIGNALBOX_SIGN_IN_ATTEMPTS: z.coerce.number().int().positive().default(10),
  /** Connections to this instance at the same time, and those of one address. */
  SIGNALBOX_CONNECTIONS: z.coerce.number().int().min(10).default(10_000),
  SIGNALBOX_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(10).default(2_000),
  /** Addresses and ranges of the proxies whose X-Forwarded-For is believed, separated by commas. */
  SIGNALBOX_TRUSTED_PROXIES: words.transform((ranges, ctx) =>
    ranges.flatMap((text) => {
      const range = parseRange(text);
      if (!range) ctx.addIssue({ code: "custom", message: `${text} is no address or range such as 10.0.0.0/8` });
      return range ?? [];
    }),
  ),
  /** Names by which the installation is reached besides that of its address, separated by commas; without ports. */
  SIGNALBOX_HOSTS: words.transform((hosts) => hosts.map((host) => host.toLowerCase())),
  SIGNALBOX_DB_POOL: z.coerce.number().int().min(2).max(200).default(20),
  /** Database connections that only stops (and health) use, and that only permits use. */
  SIGNALBOX_DB_STOP_POOL: z.coerce.number().int().min(2).max(50).default(3),
  SIGNALBOX_DB_PERMIT_POOL: z.coerce.number().int().min(2).max(50).default(3),
  /** Expensive reads (searches, exports, the board) done at the same time on one instance. */
  SIGNALBOX_HEAVY_READS: z.coerce.number().int().min(1).max(50).default(2),
  /** Open event streams of one caller, of one address, and of all on one instance. */
  SIGNALBOX_STREAMS_PER_CALLER: z.coerce.number().int().min(1).default(64),
  SIGNALBOX_STREAMS_PER_ADDRESS: z.coerce.number().int().min(1).default(1_000),
  SIGNALBOX_STREAMS: z.coerce.number().int().min(1).default(5_000),
  /** Requests of unknown callers (sign-ins, bad keys) that one address may make in a minute on one instance. */
  SIGNALBOX_STRANGERS_PER_MINUTE: z.coerce.number().int().positive().default(600),
  /** What a scraper sends to read `/api/metrics`, as a bearer token; without it there are no metrics to read. */
  SIGNALBOX_METRICS_TOKEN: z
    .string()
    .min(16, "has fewer than 16 characters; make one with: openssl rand -hex 24")
    .regex(/^\S+$/, "has spaces in it")
    .optional(),
  SIGNALBOX_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  /** "1" serves the floor that benchmarks measure against (app/api/floor). */
  SIGNALBOX_BENCH: z.enum(["0", "1"]).default("0"),
  /** Where every refusal is noted, for the tests that hold the OpenAPI document to what was answered. */
  SIGNALBOX_REFUSALS_FILE: z.string().optional(),
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, notAPort)
    .transform(Number)
    .pipe(z.number().min(1, notAPort).max(65_535, notAPort))
    .default(3000),
});
export type Env = z.infer<typeof Environment>;

/**
 * Reads every setting from an environment. One that is empty counts as not given, as compose files and unit files leave them.
 *
 * @throws Error naming every setting that is missing or malformed, a line each
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): Env {
  const parsed = Environment.safeParse(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== "")),
  );
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${nameOf(path)}: ${message}`).join("\n"));
}

/** The variable, then where in its value. `NEXTAUTH_URL` is what the start makes of `SIGNALBOX_URL`. */
function nameOf([variable = "", ...rest]: PropertyKey[]): string {
  return [variable === "NEXTAUTH_URL" ? "SIGNALBOX_URL" : variable, ...rest].map(String).join(".");
}

let cached: Env | undefined;

/** @throws Error naming every setting that is missing or malformed. */
export function env(): Env {
  return (cached ??= readEnvironment(process.env));
}

/** While the demo is off nothing that belongs to its workspaces counts, though they may still be in the database. */
export function demoIsOff(): boolean {
  return env().SIGNALBOX_DEMO !== "1";
}

let secret: string | undefined;

/** The secret that signs session cookies: AUTH_SECRET, or the one the start script keeps in the data directory. */
export function authSecret(): string {
  secret ??= env().AUTH_SECRET ?? readFileSync(join(env().SIGNALBOX_DATA_DIR, "auth-secret"), "utf8").trim();
  return secret;
}

/** For tests that change the environment within one process. */
export function forgetEnv(): void {
  cached = undefined;
  secret = undefined;
}
