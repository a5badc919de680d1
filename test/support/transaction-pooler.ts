import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Client } from 'pg';

/** A pooler in transaction mode, as plain as they come: no settings of a client, no statement by its name. */
export interface TransactionPooler {
  /** The URL to give to the service. */
  readonly url: string;
  /** How often a connection to the server was lent for a transaction. */
  readonly lent: () => number;
  close(): Promise<void>;
}

const SSL_REQUEST = 80_877_103;
const SYNC = 'S'.charCodeAt(0);
const SIMPLE_QUERY = 'Q'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);
const READY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);

/** A connection to the server; `client` is who has it for a transaction. */
interface Server {
  readonly socket: Socket;
  client: Socket | undefined;
  frames: Frames;
  unanswered: number;
}

/**
 * Starts one in front of a server. Connections go round, so that two transactions of a client do not meet the same one.
 *
 * @param url the server, with role and password
 * @param size how many connections there are
 */
export async function startTransactionPooler(url: string, size = 3): Promise<TransactionPooler> {
  const idle: Server[] = [];
  const all: Server[] = [];
  const waiting: Socket[] = [];
  const unsent = new Map<Socket, Buffer[]>();
  let lent = 0;

  const giveBack = (server: Server): void => {
    server.client = undefined;
    idle.push(server);
    const next = waiting.shift();
    if (next !== undefined) forward(next);
  };

  /** Sends what a client has said, as soon as it has a server. */
  const forward = (client: Socket): void => {
    const frames = unsent.get(client) ?? [];
    if (frames.length === 0) return;
    const server = all.find((each) => each.client === client) ?? idle.shift();
    if (server === undefined) {
      if (!waiting.includes(client)) waiting.push(client);
      return;
    }
    if (server.client === undefined) lent += 1;
    server.client = client;
    for (const frame of frames.splice(0)) {
      if (frame[0] === SYNC || frame[0] === SIMPLE_QUERY) server.unanswered += 1;
      server.socket.write(frame);
    }
  };

  for (let count = 0; count < size; count += 1) {
    const server: Server = {
      socket: await logIn(url),
      client: undefined,
      frames: new Frames(),
      unanswered: 0,
    };
    server.socket.on('error', () => undefined);
    server.socket.on('data', (chunk: Buffer) => {
      for (const frame of server.frames.take(chunk)) {
        server.client?.write(frame);
        if (frame[0] !== READY) continue;
        server.unanswered -= 1;
        if (server.unanswered === 0 && frame[5] === IDLE) giveBack(server);
      }
    });
    all.push(server);
    idle.push(server);
  }

  const listener = createServer((client) => {
    unsent.set(client, []);
    const frames = new Frames();
    let greeted = false;
    client.on('error', () => undefined);
    client.on('close', () => {
      unsent.delete(client);
      const server = all.find((each) => each.client === client);
      if (server === undefined) return;
      // What it left open is rolled back before anybody else has the connection.
      server.unanswered += 1;
      server.socket.write(simpleQuery('rollback'));
    });
    client.on('data', (chunk: Buffer) => {
      if (!greeted) {
        if (chunk.readInt32BE(4) === SSL_REQUEST) return void client.write('N');
        greeted = true;
        return void client.write(GREETING);
      }
      const said = frames.take(chunk);
      unsent.get(client)?.push(...said.filter(([type]) => type !== TERMINATE));
      forward(client);
      if (said.some(([type]) => type === TERMINATE)) client.end();
      return undefined;
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = new URL(url);
  address.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return {
    url: address.toString(),
    lent: () => lent,
    close: async () => {
      for (const client of unsent.keys()) client.destroy();
      for (const { socket } of all) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** Cuts a stream into messages: one byte of type, four of length, the rest. */
class Frames {
  private rest = Buffer.alloc(0);

  take(chunk: Buffer): Buffer[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const frames: Buffer[] = [];
    while (this.rest.length >= 5 && this.rest.length > this.rest.readInt32BE(1)) {
      const end = this.rest.readInt32BE(1) + 1;
      frames.push(this.rest.subarray(0, end));
      this.rest = this.rest.subarray(end);
    }
    return frames;
  }
}

/** Lets the driver do the talking until the server is ready, and then takes its socket. */
async function logIn(url: string): Promise<Socket> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.removeAllListeners('data').removeAllListeners('close').removeAllListeners('end');
  return stream;
}

function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

function simpleQuery(sql: string): Buffer {
  return message('Q', Buffer.from(`${sql}\0`));
}

/** AuthenticationOk, BackendKeyData, ReadyForQuery. */
const GREETING = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('K', Buffer.alloc(8)),
  message('Z', Buffer.from('I')),
]);
