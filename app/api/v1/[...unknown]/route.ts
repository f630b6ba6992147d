import { NotFoundError } from "@/lib/platform/errors";
import { problemResponse } from "@/lib/platform/http/problem";
import { newId } from "@/lib/platform/ids";

/** An address that the API does not have gets a problem like any other refusal, not a page. */
function unknownAddress(request: Request): Response {
  return problemResponse(new NotFoundError("This address"), newId("request"), {
    method: request.method,
    path: new URL(request.url).pathname,
  });
}

export {
  unknownAddress as DELETE,
  unknownAddress as GET,
  unknownAddress as PATCH,
  unknownAddress as POST,
  unknownAddress as PUT,
};
