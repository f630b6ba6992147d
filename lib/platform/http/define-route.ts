import type { z } from "zod";
import { InvalidRequestError } from "@/lib/platform/errors";
import type { ReservedLane } from "@/lib/platform/db/lane";
import { newId } from "@/lib/platform/ids";
import { countRequest } from "@/lib/platform/metrics";
import type { ProblemCode } from "@/lib/platform/problem-codes.rules";
import { requireCaller } from "./authenticators";
import { type BodyReader, jsonBody } from "./body-reader";
import type { Authenticator, Caller } from "./caller";
import { idempotencyKeyOf, requestHash, runOnce, type IdempotentRequest } from "./idempotency";
import { codeOf, problemResponse, toProblem } from "./problem";
import { spendRate } from "./rate-limit";
import { readBody } from "./read-body";
import { noteRefusal } from "./refusal-record";
import { encoderOf, type ResponseDeclaration } from "./response-encoder";
import { heavyRead, longBody, onReservedLane } from "./room";
import { openAnswer, sealAnswer } from "./sealed-answer";
import { goFirst, letStopsGoFirst } from "./stops-first";
import { admit, forStranger } from "./strangers";
import { validate } from "./validate";

/** What a route may answer to; HEAD and OPTIONS follow from them. */
const routeMethods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof routeMethods)[number];

/** What a handler is given: everything parsed, the caller known. */
export interface RouteInput<C, P, Q, B> {
  caller: C;
  params: P;
  query: Q;
  body: B;
  request: Request;
  requestId: string;
  /** Set where the request carries an Idempotency-Key and the route commits it itself (`idempotency: "own"`). */
  once: IdempotentRequest | undefined;
}

/** An answer with headers, another status, or a body that is no JSON. */
export class Reply<R> {
  constructor(
    readonly body: R,
    readonly options: { status?: number; headers?: Record<string, string> } = {},
  ) {}
}

export interface RouteDefinition<C, P, Q, B, R> {
  /** The operation's name in the OpenAPI document and in clients made from it: a verb and what it is done to. */
  id: string;
  summary: string;
  /** What the summary has no room for, in Markdown. */
  details?: string;
  auth: Authenticator<C>;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  /** Of what the reader made of the body. */
  body?: z.ZodType<B>;
  /** How the body is sent: strict JSON unless told otherwise. */
  reader?: BodyReader;
  /** True where the body may be left out: it is then taken as `{}`. */
  bodyOptional?: boolean;
  /** The JSON answer's schema, "none" for 204, the media type of a text or stream that the handler makes itself, or another encoder. */
  response: ResponseDeclaration<R>;
  status?: number;
  /** Other statuses with the same body, and when they come. */
  also?: Readonly<Record<number, string>>;
  /** A body as a client may send it. */
  example?: unknown;
  /** Set where `Prefer: wait=N` is understood. */
  waits?: true;
  /** Codes of the refusals that are this route's own, beyond those that follow from what it is (refusals.rules). */
  refusals?: readonly ProblemCode[];
  /**
   * POSTs are repeatable by header; "own" where the handler keeps the first answer in its own transaction, "sealed" where the
   * answer holds a secret and is kept encrypted.
   */
  idempotency?: "own" | "sealed";
  /** Database connections that only this kind of work uses, so that it goes on whatever else is asked for. */
  lane?: ReservedLane;
  /**
   * "heavy" where a request may cost more than a few milliseconds of database: such take turns. Or which queries are. "long body" where
   * parsing and judging what is sent may keep the event loop as long: turns are taken when it has arrived, before it is parsed.
   */
  weight?: "heavy" | "long body" | ((query: Q) => "heavy" | undefined);
  handle(input: RouteInput<C, P, Q, B>): Promise<R | Reply<R> | Response>;
}

type NextHandler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
// The registry of routes holds definitions of every shape; what they take and give is checked where each is written.
export type AnyRouteDefinition = RouteDefinition<never, never, never, never, unknown>;
export type Route = NextHandler & { definition: AnyRouteDefinition };

function callerId(caller: Caller): string {
  return caller.kind === "agent" ? caller.keyId : caller.personId;
}

/** Query parameters as an object; a name given twice becomes a list. */
function queryOf(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const search = new URL(request.url).searchParams;
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length > 1 ? values : (values[0] ?? "");
  }
  return query;
}

/** A filter that is sent and says nothing would filter nothing: whoever sent it gets more than they meant. @throws 400 naming the parameter */
function withValues(query: Record<string, string | string[]>): Record<string, string | string[]> {
  const empty = Object.entries(query).filter(([, value]) => [value].flat().some((text) => text.trim() === ""));
  if (empty.length > 0)
    throw new InvalidRequestError(
      empty.map(([path]) => ({ path, message: "is empty: give it a value, or leave it out" })),
    );
  return query;
}

/** Postgres cannot hold NUL in text; bodies are checked as they are read. @throws 400 naming the parameter */
function withoutNul<T extends Record<string, string | string[]>>(values: T): T {
  const faulty = Object.entries(values).filter(([name, value]) => `${name}${String(value)}`.includes("\0"));
  if (faulty.length > 0)
    throw new InvalidRequestError(
      faulty.map(([name]) => ({ path: name.replaceAll("\0", ""), message: "contains a NUL character" })),
    );
  return values;
}

/** Who asks is asked anew, from the database. @throws as the first time */
async function askedAgain<C>(auth: Authenticator<C>, request: Request): Promise<void> {
  const caller = await requireCaller(auth, request);
  await auth.confirm?.(caller);
}

/** A refusal must not come before "who are you?": where the caller was let in from memory, that is asked again first. */
async function confirmed<C>(auth: Authenticator<C>, caller: C | undefined, error: unknown): Promise<unknown> {
  if (caller === undefined || !auth.confirm) return error;
  try {
    await auth.confirm(caller);
    return error;
  } catch (refusal) {
    return refusal;
  }
}

/**
 * The one way to make a route: who may call, what they send, what they get, what is done. Authenticates, limits the rate,
 * reads strict JSON, validates in and out, keeps first answers of repeatable requests, and maps every error to a problem.
 */
export function defineRoute<
  C extends Caller | null,
  P = Record<string, never>,
  Q = Record<string, never>,
  B = undefined,
  R = undefined,
>(definition: RouteDefinition<C, P, Q, B, R>): Route {
  const reader = definition.reader ?? jsonBody;
  const encoder = encoderOf(definition.response);
  const respond = (
    result: R | Reply<R> | Response,
    requestId: string,
    headers: Record<string, string>,
  ): Response | { status: number; body: string; headers: Record<string, string> } => {
    if (result instanceof Response) {
      result.headers.set("X-Request-Id", requestId);
      // A handler that spent more, as a batch does, has said itself what is left.
      for (const name in headers) if (!result.headers.has(name)) result.headers.set(name, headers[name] ?? "");
      return result;
    }
    const reply = result instanceof Reply ? result : new Reply(result);
    const all = { "Cache-Control": "no-store", "X-Request-Id": requestId, ...headers, ...reply.options.headers };
    if (!encoder) return new Response(null, { status: 204, headers: all });
    const status = reply.options.status ?? definition.status ?? 200;
    const headersOfBody = { "Content-Type": encoder.mediaType, ...all };
    const body = encoder.encode(reply.body);
    // A text can be kept, to be given again.
    return typeof body === "string"
      ? { status, body, headers: headersOfBody }
      : new Response(body, { status, headers: headersOfBody });
  };

  const route: NextHandler = async (request, context) => {
    const requestId = newId("request");
    const { pathname } = new URL(request.url);
    let known: C | undefined;
    let rateHeaders: Record<string, string> = {};
    try {
      if (!definition.lane) await letStopsGoFirst();
      const caller = await admit(definition.auth, request, definition.lane ?? "general");
      known = caller;
      if (caller) rateHeaders = await spendRate(callerId(caller));
      // Pulled or re-armed by somebody who is known: a row of strangers' guesses slows nobody down.
      const goesFirst = caller !== null && definition.lane === "stop" && request.method === "POST";
      const answer = () => (goesFirst ? goFirst(() => answerTo(caller)) : answerTo(caller));
      return await (definition.lane
        ? onReservedLane(definition.lane, caller ? callerId(caller) : "anybody", answer)
        : answer());
    } catch (thrown) {
      const error = await confirmed(definition.auth, known, thrown);
      const response = problemResponse(error, requestId, { method: request.method, path: pathname }, rateHeaders);
      noteRefusal(definition, request.method, codeOf(error));
      return response;
    }

    async function answerTo(caller: C): Promise<Response> {
      const params = (definition.params ? validate(definition.params, withoutNul(await context.params)) : {}) as P;
      const query = (definition.query ? validate(definition.query, withValues(withoutNul(queryOf(request)))) : {}) as Q;
      const isLeftOut = definition.bodyOptional === true && !request.headers.has("content-type");
      const bytes = definition.body && !isLeftOut ? await readBody(request, reader) : new Uint8Array();
      const answer = () => answerToBody(caller, params, query, bytes, isLeftOut);
      // Only when all of it is here: whoever sends slowly holds nobody's turn.
      return definition.weight === "long body" && caller
        ? longBody(callerId(caller), answer, request.signal)
        : answer();
    }

    async function answerToBody(
      caller: C,
      params: P,
      query: Q,
      bytes: Uint8Array,
      isLeftOut: boolean,
    ): Promise<Response> {
      const body = (definition.body ? validate(definition.body, isLeftOut ? {} : reader.parse(bytes)) : undefined) as B;
      const key = request.method === "POST" && caller ? idempotencyKeyOf(request) : undefined;
      const once: IdempotentRequest | undefined =
        key !== undefined && caller
          ? {
              workspaceId: caller.workspaceId,
              callerId: callerId(caller),
              key,
              hash: requestHash(request.method, pathname, bytes),
            }
          : undefined;
      const serve = async () => {
        const made = await definition.handle({ caller, params, query, body, request, requestId, once });
        // A minute is long: what became true meanwhile is told only to whom it may still be told.
        if (definition.waits && request.headers.has("prefer")) await askedAgain(definition.auth, request);
        return respond(made, requestId, rateHeaders);
      };
      const run = () => {
        if (!caller) return definition.lane ? serve() : forStranger(request, serve);
        const weight = typeof definition.weight === "function" ? definition.weight(query) : definition.weight;
        return weight === "heavy" ? heavyRead(callerId(caller), serve, request.signal) : serve();
      };

      if (once && definition.idempotency !== "own") {
        let headers: Record<string, string> = {
          "Content-Type": "application/json",
          "Cache-Control": "no-store",
          "X-Request-Id": requestId,
          ...rateHeaders,
        };
        const sealed = definition.idempotency === "sealed";
        const answer = await runOnce(
          once,
          async () => {
            const made = await run();
            if (!(made instanceof Response)) headers = made.headers;
            const body = made instanceof Response ? await made.text() : made.body;
            return { status: made.status, body: sealed ? sealAnswer(body) : body };
          },
          (error) =>
            codeOf(error) === "internal_error"
              ? { status: 500, body: JSON.stringify(toProblem(error, requestId)) }
              : undefined,
        );
        // A fault that is kept holds no secret, and is the same problem when it is given again.
        if (answer.status >= 500)
          return new Response(answer.body, {
            status: answer.status,
            headers: { ...headers, "Content-Type": "application/problem+json", "Idempotent-Replayed": "true" },
          });
        const text = sealed ? openAnswer(answer.body) : answer.body;
        if (answer.replayed) headers = { ...headers, "Idempotent-Replayed": "true" };
        return new Response(answer.status === 204 ? null : text, { status: answer.status, headers });
      }
      const made = await run();
      return made instanceof Response ? made : new Response(made.body, { status: made.status, headers: made.headers });
    }
  };
  const counted: NextHandler = async (request, context) => {
    const response = await route(request, context);
    countRequest(definition.id, response.status);
    return response;
  };
  return Object.assign(counted, { definition: definition as unknown as AnyRouteDefinition });
}

export type RouteModule = Partial<Record<Method, Route>>;

/** The methods of a route, in the order of {@link routeMethods}. */
export const methodsOf = (module: RouteModule): Method[] =>
  routeMethods.filter((method) => module[method] !== undefined);
