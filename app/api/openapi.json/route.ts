import packageJson from "@/package.json" with { type: "json" };
import { openApiDocument } from "@/lib/platform/http/openapi";
import { manifest } from "../manifest";

export const dynamic = "force-static";

/** The document describes itself to no one: it has no route definition and needs none. */
export function GET(): Response {
  return Response.json(openApiDocument(manifest, packageJson.version));
}
