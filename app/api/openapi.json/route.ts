import packageJson from "@/package.json" with { type: "json" };
import { openApiDocument } from "@/lib/platform/http/openapi";
import { newId } from "@/lib/platform/ids";
import { manifest } from "../manifest";
import { tags } from "../tags";

// Each answer carries an id of its own, so it is made at the request; the document is made once.
export const dynamic = "force-dynamic";

let text: string | undefined;

/** The document describes itself to no one: it has no route definition and needs none. */
export function GET(): Response {
  text ??= JSON.stringify(openApiDocument(manifest, packageJson.version, tags));
  return new Response(text, { headers: { "Content-Type": "application/json", "X-Request-Id": newId("request") } });
}
