// @ts-check
// The files of the build, which never change under their names: sent as they were compressed with the build (compress.ts), as small as
// each browser can read them. Next.js would compress them anew for every request, and only with gzip.
import { join } from "node:path";
import staticWithCompressed from "express-static-gzip";
import { securityHeaders } from "../../next.config.js";

const prefix = "/_next/static/";

/**
 * @param {string} dir the folder that holds `.next`
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, otherwise: () => void) => void} answers what it has, and leaves the rest to `otherwise`
 */
export function staticFiles(dir) {
  const serve = staticWithCompressed(join(dir, ".next", "static"), {
    index: false,
    enableBrotli: true,
    orderPreference: ["br", "gzip"],
    serveStatic: {
      immutable: true,
      maxAge: "365d",
      redirect: false,
      setHeaders: (response) => {
        for (const { key, value } of securityHeaders) response.setHeader(key, value);
      },
    },
  });
  return (request, response, otherwise) => {
    const { url = "", method } = request;
    if (!url.startsWith(prefix) || (method !== "GET" && method !== "HEAD")) return otherwise();
    const rest = url.slice(prefix.length - 1);
    // What Express would have made of a request to the folder's place.
    const within = Object.assign(request, { url: rest, path: rest.replace(/[?#].*$/u, "") });
    serve(within, response, () => {
      request.url = url;
      for (const header of ["Content-Encoding", "Content-Type", "Vary"]) response.removeHeader(header);
      otherwise();
    });
  };
}
