import { z } from "zod";

/** The media types of texts and streams that a handler makes itself. */
export const ownMediaTypes = [
  "text/plain",
  "text/csv",
  "text/event-stream",
  "application/x-ndjson",
  "application/octet-stream",
] as const;
export type OwnMediaType = (typeof ownMediaTypes)[number];

/** How what a handler returns becomes the body of an answer. */
export interface ResponseEncoder<R> {
  readonly mediaType: string;
  /** What the OpenAPI document says of the body. */
  readonly schema: z.ZodType;
  /** @throws for what must not be sent: a fault of ours, answered as a 500 */
  encode(body: R): BodyInit;
}

/** What a route declares of its answers: the schema of JSON, a media type, "none" for 204, or an encoder of its own. */
export type ResponseDeclaration<R> = z.ZodType<R> | OwnMediaType | "none" | ResponseEncoder<R>;

/** JSON, as its schema has it. */
export function jsonResponse<R>(schema: z.ZodType<R>): ResponseEncoder<R> {
  // A bad answer is our own fault: it is refused here as a 500 rather than sent.
  return { mediaType: "application/json", schema, encode: (body) => JSON.stringify(schema.parse(body)) };
}

/** A text or a stream as the handler made it. */
export function ownResponse<R>(mediaType: OwnMediaType): ResponseEncoder<R> {
  return { mediaType, schema: z.string(), encode: (body) => body as BodyInit };
}

/** @returns undefined where an answer has no body */
export function encoderOf<R>(declared: ResponseDeclaration<R>): ResponseEncoder<R> | undefined {
  if (declared === "none") return undefined;
  if (typeof declared === "string") return ownResponse(declared);
  return "mediaType" in declared ? declared : jsonResponse(declared);
}
