import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Environment } from '#settings';
import { createApp } from '../../src/create-app.js';
import { describedBodies } from './described-bodies.js';
import { startTenants, type Tenants } from './tenants.js';

/** The cast on a service that does nothing by itself: no job runs and no webhook arrives, so rows change by requests only. */
export interface QuietTenants extends Omit<Tenants, 'as' | 'anonymous' | 'settled' | 'jobsDone'> {
  /** See {@link describedBodies}. */
  readonly bodies: ReadonlyMap<string, unknown>;
  close(): Promise<void>;
}

export async function startQuietTenants(options: { spares?: number } = {}): Promise<QuietTenants> {
  const world = await startTenants(options);
  await world.jobsDone();
  await world.settled();
  world.clerk.control.setWebhooks({ enabled: false });
  await world.app.close();
  const { app, url } = await startReplica(world.environment, 'api');
  return {
    ...world,
    app,
    url,
    bodies: await describedBodies(url),
    close: async () => {
      await app.close();
      await world.clerk.stop();
      await world.database.drop();
      rmSync(world.environment.dataDir, { recursive: true, force: true });
    },
  };
}

/** One more instance of the service on the same database and the same Clerk. */
export async function startReplica(
  environment: Environment,
  role: Environment['role'],
): Promise<{ app: NestFastifyApplication; url: string }> {
  const { masterKey } = environment;
  const app = await createApp(new Environment({ ...environment, masterKey, role }), { jobPollSeconds: 0.5 });
  await app.listen(0, '127.0.0.1');
  return { app, url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` };
}
