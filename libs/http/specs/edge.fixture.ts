import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Logger, Module, type LoggerService, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HttpSettings } from '../http-settings.js';
import { configureHttp } from '../server/configure-http.js';
import { createFastifyAdapter } from '../server/fastify-adapter.js';

/** Settings as the local stack makes them. */
export function edgeSettings(overrides: Partial<HttpSettings> = {}): HttpSettings {
  return {
    isProduction: false,
    role: 'all',
    logLevel: 'info',
    allowedOrigins: ['http://localhost:5173', 'https://app.example.com'],
    trustedProxies: [],
    allowedHosts: undefined,
    rateLimit: { enabled: true, perAddress: 600, perUser: 300 },
    masterKey: randomBytes(32),
    ...overrides,
  };
}

/** A running application with the whole edge in front of the given controllers. */
export interface Edge {
  readonly app: NestFastifyApplication;
  readonly port: number;
  readonly url: string;
  /** Writes raw bytes to the server and gives all that comes back until it hangs up. */
  raw(bytes: string | Buffer, hangUpAfterMs?: number): Promise<string>;
  close(): Promise<void>;
}

interface EdgeOptions {
  readonly settings?: HttpSettings;
  readonly logger?: LoggerService | false;
  /** Runs before the server listens. */
  readonly prepare?: (app: NestFastifyApplication, settings: HttpSettings) => void;
}

/** Boots the edge on a free port. */
export async function startEdge(metadata: ModuleMetadata, options: EdgeOptions = {}): Promise<Edge> {
  @Module(metadata)
  class EdgeModule {}
  const { settings = edgeSettings(), logger = false } = options;
  Logger.overrideLogger(logger);
  const adapter = createFastifyAdapter(settings);
  const app = await NestFactory.create<NestFastifyApplication>(EdgeModule, adapter);
  configureHttp(app);
  options.prepare?.(app, settings);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    app,
    port,
    url: `http://127.0.0.1:${port}`,
    raw: (bytes, hangUpAfterMs = 5_000) => exchange(port, bytes, hangUpAfterMs),
    close: () => app.close(),
  };
}

function exchange(port: number, bytes: string | Buffer, hangUpAfterMs: number): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), hangUpAfterMs);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
  });
}
