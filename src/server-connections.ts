import { type Server, type ServerResponse } from 'node:http';
import { Server as TcpServer, type Socket } from 'node:net';
import { setImmediate as afterPoll, setTimeout as sleep } from 'node:timers/promises';

interface Connection {
  /** The answers under way. */
  readonly answers: Set<ServerResponse>;
  /** What was read of it at the last look, and when that last changed or an answer ended; `performance.now()`. */
  bytesRead: number;
  usedAt: number;
}

const SWEEP_MS = 25;

/**
 * The connections of one HTTP server, from its start on, so that it can stop without resetting one that is in use. A
 * client learns by `Connection: close` that it should take another one; only what stays unused is ended from here.
 */
export class ServerConnections {
  private readonly connections = new Map<Socket, Connection>();
  private endingSince: number | undefined;

  /** @param server does not listen yet */
  constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.open(socket);
    });
    // Before the framework's own listener, which may answer at once.
    server.prependListener('request', ({ socket }, response) => {
      this.begin(this.open(socket), response);
    });
  }

  /** From now on every answer says that it is the last one of its connection. */
  endWithAnswers(): void {
    this.endingSince ??= performance.now();
    for (const { answers } of this.connections.values()) for (const answer of answers) sayClose(answer);
  }

  /**
   * Takes no new connections, and resolves when the last one has ended.
   *
   * @param idleMs how long an unused connection is left open, so that a request on its way is answered
   * @param timeoutMs after which all are cut off
   * @returns how many were cut off
   */
  async close({ idleMs, timeoutMs }: { idleMs: number; timeoutMs: number }): Promise<number> {
    this.endWithAnswers();
    const deadline = performance.now() + timeoutMs;
    await this.closeListener();
    while (this.connections.size > 0 && performance.now() < deadline) {
      // What the network has brought is read before anything is taken for unused.
      await afterPoll();
      this.sweep(idleMs);
      if (this.connections.size > 0) await sleep(SWEEP_MS);
    }
    const cutOff = this.connections.size;
    for (const socket of this.connections.keys()) socket.destroy();
    return cutOff;
  }

  private async closeListener(): Promise<void> {
    // The system resets connections that it has made and that were not accepted yet. They are accepted while the event
    // loop polls, so right after that, and after a short poll, there are the fewest.
    for (let turn = 0, tookMs = Infinity; turn < 20 && tookMs > 0.2; turn += 1) {
      await afterPoll();
      const startedAt = performance.now();
      await afterPoll();
      tookMs = performance.now() - startedAt;
    }
    // The close of `http.Server` would end idle connections at once.
    if (this.server.listening) TcpServer.prototype.close.call(this.server);
  }

  private open(socket: Socket): Connection {
    let connection = this.connections.get(socket);
    if (connection === undefined) {
      connection = { answers: new Set(), bytesRead: 0, usedAt: performance.now() };
      this.connections.set(socket, connection);
      socket.once('close', () => this.connections.delete(socket));
    }
    return connection;
  }

  private begin(connection: Connection, answer: ServerResponse): void {
    connection.answers.add(answer);
    answer.once('close', () => {
      connection.answers.delete(answer);
      connection.usedAt = performance.now();
    });
    if (this.endingSince !== undefined) sayClose(answer);
  }

  private sweep(idleMs: number): void {
    const now = performance.now();
    for (const [socket, connection] of this.connections) {
      // A request that is only half there is no object yet.
      if (socket.bytesRead !== connection.bytesRead) {
        connection.bytesRead = socket.bytesRead;
        connection.usedAt = now;
      }
      const unusedSince = Math.max(connection.usedAt, this.endingSince ?? now);
      if (connection.answers.size === 0 && now - unusedSince >= idleMs) socket.destroy();
    }
  }
}

function sayClose(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader('connection', 'close');
}
