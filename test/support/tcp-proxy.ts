import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What a network or a server does to a connection when it fails. */
export type ProxyFault =
  /** Nobody listens, and whoever was connected is reset. */
  | { readonly kind: 'gone' }
  /** Connections are taken and reset at the first byte; whoever was connected is reset. */
  | { readonly kind: 'reset' }
  /** Connections are taken and stay, and not a byte goes either way. */
  | { readonly kind: 'hang' }
  /** Everything arrives so much later. */
  | { readonly kind: 'slow'; readonly latencyMs: number }
  /** What is sent is read this slowly, so that a sender has to wait. */
  | { readonly kind: 'trickle'; readonly bytesPerSecond: number }
  /** Each connection gets so many bytes of answers, and ends then. */
  | { readonly kind: 'half'; readonly bytes: number }
  /** Answers are other bytes, of the same number. */
  | { readonly kind: 'garbage' };

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes of answers that went through since the fault began. */
  answered: number;
}

const TRICKLE_STEP_MS = 50;

/** Stands in front of a server of this machine and breaks what goes through it, from one line of a spec to the next. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private fault: ProxyFault | undefined;
  private server: Server | undefined;
  private port = 0;

  private constructor(private target: { readonly host: string; readonly port: number }) {}

  /** @param target may be told later, before the first connection, by {@link aimAt} */
  static async start(target = { host: '127.0.0.1', port: 0 }): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.listen();
    return proxy;
  }

  aimAt(url: string): void {
    const { hostname, port } = new URL(url);
    this.target = { host: hostname, port: Number(port) };
  }

  /** A URL of the target with this proxy in place of its host and port. */
  inPlaceOf(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.port);
    return through.toString().replace(/\/$/, '');
  }

  /** Breaks what goes through from now on; connections that are open are struck as well. */
  async break(fault: ProxyFault): Promise<void> {
    this.fault = fault;
    for (const pair of this.pairs) pair.answered = 0;
    if (fault.kind === 'gone') await this.leave();
    if (fault.kind === 'gone' || fault.kind === 'reset') this.resetAll();
  }

  /** Everything goes through again. Connections that were struck end: what was held up or cut is lost. */
  async mend(): Promise<void> {
    const { fault } = this;
    this.fault = undefined;
    if (fault === undefined) return;
    if (fault.kind !== 'slow') this.resetAll();
    if (this.server === undefined) await this.listen();
  }

  async stop(): Promise<void> {
    this.resetAll();
    await this.leave();
  }

  private async listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (client) => {
      this.take(client);
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private async leave(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    this.resetAll();
    await closed;
  }

  private resetAll(): void {
    for (const pair of this.pairs) end(pair);
    this.pairs.clear();
  }

  private take(client: Socket): void {
    const server = connect({ ...this.target, allowHalfOpen: true });
    const pair: Pair = { client, server, answered: 0 };
    this.pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        end(pair);
        this.pairs.delete(pair);
      });
    }
    this.forward(client, server, (bytes) => this.passRequest(pair, bytes));
    this.forward(server, client, (bytes) => this.passAnswer(pair, bytes));
  }

  /** One chunk after the other, in order, each as the fault of its moment has it. */
  private forward(from: Socket, to: Socket, pass: (bytes: Buffer) => Promise<void>): void {
    let last = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      from.pause();
      last = last
        .then(() => pass(bytes))
        .then(() => {
          from.resume();
        });
    });
    from.on('end', () => {
      last = last.then(() => {
        if (this.fault?.kind !== 'hang') to.end();
      });
    });
  }

  private async passRequest({ client, server }: Pair, bytes: Buffer): Promise<void> {
    const { fault } = this;
    if (fault?.kind === 'reset') client.resetAndDestroy();
    else if (fault?.kind === 'slow') await later(fault.latencyMs);
    else if (fault?.kind === 'trickle') return trickle(server, bytes, fault.bytesPerSecond);
    if (this.fault?.kind !== 'hang') server.write(bytes);
  }

  private async passAnswer(pair: Pair, bytes: Buffer): Promise<void> {
    const { client } = pair;
    const { fault } = this;
    if (fault?.kind === 'slow') await later(fault.latencyMs);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'garbage') {
      client.write(bytes.map((_, index) => (index * 197 + 31) % 256));
      return;
    }
    if (fault?.kind !== 'half') {
      client.write(bytes);
      return;
    }
    client.write(bytes.subarray(0, fault.bytes - pair.answered));
    pair.answered += bytes.length;
    if (pair.answered >= fault.bytes) client.end(() => client.destroy());
  }
}

async function trickle(to: Socket, bytes: Buffer, bytesPerSecond: number): Promise<void> {
  const step = Math.max(1, Math.round((bytesPerSecond * TRICKLE_STEP_MS) / 1_000));
  for (let sent = 0; sent < bytes.length && !to.destroyed; sent += step) {
    to.write(bytes.subarray(sent, sent + step));
    await later(TRICKLE_STEP_MS);
  }
}

/** Without the timers of `node:timers/promises`: what is cut meanwhile must not keep a spec waiting. */
function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function end({ client, server }: Pair): void {
  if (!client.destroyed) client.resetAndDestroy();
  server.destroy();
}
