import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { toProblem } from "./problem";

export interface ConnectionBounds {
  /** Connections of all addresses together. */
  total: number;
  perAddress: number;
  /** Addresses with no bound of their own: a proxy's connections are those of everybody behind it. */
  isShared?: (address: string) => boolean;
  /** Told of every newcomer that found no place. */
  onRefused?: (address: string, error: AppError) => void;
}

interface Connection {
  socket: Socket;
  address: string;
  /** What is being answered. */
  request: IncomingMessage | undefined;
}

const retryAfterSeconds = 5;

const timedOut = () =>
  new AppError("request_timeout", "No whole request came over this connection, and others needed its place.");
const full = (code: "too_many_connections" | "busy", whose: string) =>
  new AppError(code, `There are too many connections ${whose}. Close some, or come back later.`, { retryAfterSeconds });

/** Whoever is here without a whole request: silent, slow, or between two requests. */
function isWaitedFor({ request }: Connection): boolean {
  return request === undefined || !request.complete;
}

function answerAndClose(socket: Socket, error: AppError): void {
  const body = JSON.stringify(toProblem(error, newId("request")));
  const headers = [
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  if (error.options.retryAfterSeconds) headers.push(`Retry-After: ${error.options.retryAfterSeconds}`);
  socket.write(
    `HTTP/1.1 ${error.status} ${error.status === 408 ? "Request Timeout" : "Unavailable"}\r\n${headers.join("\r\n")}\r\n\r\n${body}`,
  );
  socket.destroySoon();
}

/**
 * Bounds a server's connections, in total and for each remote address. Where the bound is reached, a newcomer takes the place of
 * the connection that has been waited for longest (408): so those that send slowly or nothing never keep anybody out. Only where
 * every connection is being answered is the newcomer told to come back, with Retry-After: 429 `too_many_connections` where its own
 * address has its number, else 503 `busy`.
 */
export function boundConnections(
  server: Server,
  { total, perAddress, isShared = () => false, onRefused = () => undefined }: ConnectionBounds,
): void {
  // Sets keep their order: who came first, or finished a request first, stands first.
  const all = new Set<Connection>();
  const byAddress = new Map<string, Set<Connection>>();
  const bySocket = new WeakMap<Socket, Connection>();

  const forget = (connection: Connection) => {
    all.delete(connection);
    const siblings = byAddress.get(connection.address);
    siblings?.delete(connection);
    if (siblings?.size === 0) byAddress.delete(connection.address);
  };
  const keep = (connection: Connection) => {
    all.add(connection);
    const siblings = byAddress.get(connection.address) ?? new Set();
    byAddress.set(connection.address, siblings.add(connection));
  };
  const makeRoom = (among: ReadonlySet<Connection>): boolean => {
    for (const connection of among) {
      if (!isWaitedFor(connection)) continue;
      forget(connection);
      answerAndClose(connection.socket, timedOut());
      return true;
    }
    return false;
  };
  const refuse = (socket: Socket, error: AppError) => {
    onRefused(socket.remoteAddress ?? "unknown", error);
    answerAndClose(socket, error);
  };

  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "unknown";
    const siblings = byAddress.get(address) ?? new Set();
    if (!isShared(address) && siblings.size >= perAddress && !makeRoom(siblings))
      return refuse(socket, full("too_many_connections", "from your address"));
    if (all.size >= total && !makeRoom(all)) return refuse(socket, full("busy", "to this server"));
    const connection: Connection = { socket, address, request: undefined };
    bySocket.set(socket, connection);
    keep(connection);
    socket.once("close", () => forget(connection));
  });
  server.on("request", (request, response) => {
    const connection = bySocket.get(request.socket);
    if (!connection) return;
    connection.request = request;
    response.once("close", () => {
      connection.request = undefined;
      if (!all.has(connection)) return;
      forget(connection);
      keep(connection);
    });
  });
}
