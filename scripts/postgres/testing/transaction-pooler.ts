import { createConnection, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import pg from "pg";

export interface TransactionPooler {
  /** Connection string of the same database through the pooler. */
  url: string;
  stop(): Promise<void>;
}

/** One message of PostgreSQL's protocol: its type byte, and the whole of it. */
interface Message {
  type: string;
  bytes: Buffer;
}

/** Cuts a stream into messages. The first one of a client has no type byte; it is left to the caller. */
function messages(onMessage: (message: Message) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0);
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 5 && waiting.length >= 1 + waiting.readUInt32BE(1)) {
      const size = 1 + waiting.readUInt32BE(1);
      onMessage({ type: String.fromCharCode(waiting[0] ?? 0), bytes: waiting.subarray(0, size) });
      waiting = waiting.subarray(size);
    }
  };
}

const message = (type: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(type), Buffer.from(new Uint32Array([body.length + 4]).buffer).swap32(), body]);
const authenticated = message("R", Buffer.alloc(4));
const readyForQuery = message("Z", Buffer.from("I"));

/** A signed-in connection to the real server, handed from client to client between transactions. */
interface Backend {
  stream: Socket;
  client: pg.Client;
  user: Socket | undefined;
}

/**
 * A pooler in transaction mode over PostgreSQL's own protocol: a client keeps a backend until its transaction ends, then the
 * one that has rested longest is next. Clients are let in without a password. With no backends it passes every byte on as it is.
 */
export async function startTransactionPooler(url: string, backends: number, port = 0): Promise<TransactionPooler> {
  const target = new URL(url);
  const idle: Backend[] = [];
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const made: Backend[] = [];
  for (let i = 0; i < backends; i++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    const stream = (client as unknown as { connection: { stream: Socket } }).connection.stream;
    stream.removeAllListeners("data");
    const backend: Backend = { stream, client, user: undefined };
    stream.on(
      "data",
      messages(({ type, bytes }) => {
        const { user } = backend;
        if (type === "Z" && bytes[5] === 0x49) {
          backend.user = undefined;
          idle.push(backend);
        }
        if (user && !user.destroyed) user.write(bytes);
        if (type === "Z") waiting.shift()?.();
      }),
    );
    made.push(backend);
    idle.push(backend);
  }

  const serve = (user: Socket): void => {
    let pending: Buffer[] = [];
    const pump = (): void => {
      if (pending.length === 0 || user.destroyed) return;
      const backend = made.find((one) => one.user === user) ?? idle.shift();
      if (!backend) {
        waiting.push(pump);
        return;
      }
      backend.user = user;
      backend.stream.write(Buffer.concat(pending));
      pending = [];
    };
    const onMessage = messages(({ type, bytes }) => {
      if (type === "X") return void user.end();
      pending.push(bytes);
      if (type === "Q" || type === "S") pump(); // a query, or the end of a series
    });
    user.once("data", (startup: Buffer) => {
      const size = startup.readUInt32BE(0);
      user.write(Buffer.concat([authenticated, readyForQuery]));
      user.on("data", onMessage);
      if (startup.length > size) onMessage(startup.subarray(size));
    });
    user.on("close", () => {
      // Whoever left in the middle of a transaction has it rolled back.
      const backend = made.find((one) => one.user === user);
      backend?.stream.write(message("Q", Buffer.from("ROLLBACK\0")));
    });
  };

  const relay = (user: Socket): void => {
    const through = createConnection({ host: target.hostname, port: Number(target.port) });
    sockets.add(through);
    through.on("error", () => user.destroy());
    through.on("close", () => user.destroy());
    user.on("close", () => through.destroy());
    user.pipe(through).pipe(user);
  };

  const server: Server = createServer((user) => {
    sockets.add(user);
    user.on("error", () => user.destroy());
    if (backends > 0) serve(user);
    else relay(user);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    async stop() {
      for (const socket of sockets) socket.destroy();
      for (const { stream } of made) stream.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
