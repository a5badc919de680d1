import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { parseEnvironment, publishableKeyFor, type Environment } from '#libs/config';
import { Logger, Module, type LoggerService, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp } from '../server/configure-http.js';
import { createFastifyAdapter } from '../server/fastify-adapter.js';

const spki = { type: 'spki', format: 'pem' } as const;
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: spki,
  privateKeyEncoding: pkcs8,
});
const ed25519 = generateKeyPairSync('ed25519', { publicKeyEncoding: spki, privateKeyEncoding: pkcs8 });

/** The keys of {@link edgeEnvironment}, for environments of another kind. */
export const edgeKeys = { jwt: rsa.publicKey, signing: ed25519.privateKey };

/** An environment as the local stack makes it. */
export function edgeEnvironment(overrides: Readonly<Record<string, string>> = {}): Environment {
  return parseEnvironment({
    NODE_ENV: 'test',
    DATABASE_URL: 'postgres://app:local@127.0.0.1:5433/edge',
    CLERK_SECRET_KEY: `sk_test_${randomBytes(16).toString('hex')}`,
    CLERK_PUBLISHABLE_KEY: publishableKeyFor('127.0.0.1:4100'),
    CLERK_JWT_KEY: rsa.publicKey,
    CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173,https://app.example.com',
    CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
    TENANTRY_SIGNING_KEY: ed25519.privateKey,
    TENANTRY_DATA_DIR: '.local/data',
    ...overrides,
  });
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
  readonly environment?: Environment;
  readonly logger?: LoggerService | false;
  /** Runs before the server listens. */
  readonly prepare?: (app: NestFastifyApplication, environment: Environment) => void;
}

/** Boots the edge on a free port. */
export async function startEdge(metadata: ModuleMetadata, options: EdgeOptions = {}): Promise<Edge> {
  @Module(metadata)
  class EdgeModule {}
  const { environment = edgeEnvironment(), logger = false } = options;
  Logger.overrideLogger(logger);
  const adapter = createFastifyAdapter(environment);
  const app = await NestFactory.create<NestFastifyApplication>(EdgeModule, adapter);
  configureHttp(app);
  options.prepare?.(app, environment);
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
