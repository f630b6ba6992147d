/** A TCP proxy that lets a stream through byte by byte and cuts every connection after a number of them; nothing passes until it is mended. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export class CuttingProxy {
  private readonly open = new Set<Socket>();
  private left = Infinity;
  private cutNow = false;
  private readonly server = createServer((client) => this.carry(client));

  constructor(private readonly targetPort: number) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get isCut(): boolean {
    return this.cutNow;
  }

  /** Cuts after this many more bytes of an event stream have gone to the client. */
  cutAfter(bytes: number): void {
    this.left = bytes;
    if (bytes === 0) this.cut();
  }

  cut(): void {
    this.cutNow = true;
    for (const socket of this.open) socket.destroy();
  }

  mend(): void {
    this.left = Infinity;
    this.cutNow = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private carry(client: Socket): void {
    if (this.cutNow) return void client.destroy();
    const target = connect(this.targetPort, "127.0.0.1");
    let isStream = false;
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      this.open.add(socket);
      // A connection that breaks is what this is for.
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.open.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (piece: Buffer) => {
      isStream ||= piece.includes("GET /api/v1/stream");
      target.write(piece);
    });
    target.on("data", (piece: Buffer) => {
      if (!isStream || piece.length < this.left) {
        if (isStream) this.left -= piece.length;
        return void client.write(piece);
      }
      client.write(piece.subarray(0, this.left), () => this.cut());
    });
  }
}
