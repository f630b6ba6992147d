import { z } from "zod";
import { InvalidRequestError } from "@/lib/platform/errors";
import { bodyLimitBytes, parseJsonBody } from "./read-body";

/** How the body of a route's requests is sent, and what of it the route's schema is asked about. */
export interface BodyReader {
  /** What a request must declare its body as, without parameters. */
  readonly mediaType: string;
  /** Bytes that a body may have at most, decompressed. */
  readonly limitBytes: number;
  /** Set where a body may come compressed, by `Content-Encoding: gzip`: bytes that may be sent of one. */
  readonly gzip?: { readonly sentBytes: number };
  /** @throws 400 */
  parse(bytes: Uint8Array): unknown;
}

/** Strict JSON, of up to 1 MiB: what a route takes unless it says otherwise. */
export const jsonBody: BodyReader = {
  mediaType: "application/json",
  limitBytes: bodyLimitBytes,
  parse: parseJsonBody,
};

type Limits = Pick<BodyReader, "mediaType" | "limitBytes" | "gzip">;

/** The bytes as they are; the route's schema is {@link RawBytes}, or what is piped after it. */
export const bytesBody = (limits: Limits): BodyReader => ({ ...limits, parse: (bytes) => bytes });

/** Text in UTF-8, a byte order mark left out. */
export const textBody = (limits: Limits): BodyReader => ({
  ...limits,
  parse(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw new InvalidRequestError([{ path: "", message: "The body is not UTF-8" }]);
    }
  },
});

/** The schema of a body that is taken as it is. */
export const RawBytes = z
  .instanceof(Uint8Array)
  .meta({ override: { type: "string", format: "binary" }, description: "Bytes as they are." });
