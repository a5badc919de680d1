import type { AddressInfo } from 'node:net';
import { ControlPanel } from './control/control-panel.js';
import { Faults } from './control/faults.js';
import { WebhookFaults } from './control/webhook-faults.js';
import type { EmulatorCore } from './emulator-core.js';
import type { ClerkEmulator, ClerkEmulatorOptions } from './options.js';
import { readSettings } from './operations/settings.js';
import { addEmulatorRoutes } from './server/emulator-routes.js';
import { createHttpServer } from './server/http-server.js';
import { RateLimits } from './server/rate-limits.js';
import { installDefaults } from './state/defaults.js';
import { EmulatorClock } from './state/emulator-clock.js';
import { IdGenerator } from './state/id-generator.js';
import { loadIdentity } from './state/instance-identity.js';
import { Journal } from './state/journal.js';
import { State } from './state/state.js';
import { WebhookQueue } from './webhooks/webhook-queue.js';

const DEFAULT_PORT = 4100;
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PARTY = 'http://localhost:3000';
const DEFAULT_API_URL = 'http://localhost:3000/api/v1/me';

/** Starts a local Clerk and resolves when it listens. Rejects with `EADDRINUSE` when the port is taken. */
export async function startClerkEmulator(options: ClerkEmulatorOptions = {}): Promise<ClerkEmulator> {
  const host = options.host ?? DEFAULT_HOST;
  const identity = loadIdentity(options.dataDir, {
    ...(options.secretKey !== undefined && { secretKey: options.secretKey }),
    ...(options.webhook && { webhookSecret: options.webhook.secret }),
    ...(options.keys && { keys: options.keys }),
    ...(options.instanceId !== undefined && { instanceId: options.instanceId }),
  });
  const journal = options.dataDir === undefined ? undefined : new Journal(options.dataDir);
  const state = new State((table, id, row) => journal?.record(table, id, row));
  const clock = new EmulatorClock(options.now);
  const ids = new IdGenerator();
  const faults = new Faults();
  const webhookFaults = new WebhookFaults();
  const queue = new WebhookQueue(state, clock, ids, identity.instanceId, webhookFaults);
  let url = '';
  const core: EmulatorCore = {
    state,
    clock,
    ids,
    identity,
    events: queue,
    url: () => options.publicUrl ?? url,
    authorizedParty: options.authorizedParties?.[0] ?? DEFAULT_PARTY,
  };
  const webhook = options.webhook && { ...options.webhook, enabled: options.webhook.enabled ?? true };
  const control = new ControlPanel(core, queue, faults, webhookFaults, webhook);
  const limits = new RateLimits(
    clock,
    options.enforceRateLimits === false ? 'off' : (options.rateLimits ?? 'production'),
  );
  const server = createHttpServer();
  const authorizedParties = options.authorizedParties ?? [DEFAULT_PARTY];
  addEmulatorRoutes(server, {
    authorizedParties,
    core,
    control,
    faults,
    limits,
    apiUrl: options.apiUrlForPage ?? DEFAULT_API_URL,
  });
  await server.listen({ port: options.port ?? DEFAULT_PORT, host });
  const { port } = server.server.address() as AddressInfo;
  url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  try {
    // The port is ours, so nobody else writes to the folder now.
    journal?.open(state.tables());
    clock.restore(Number(readSettings(core, 'clock')['offset_ms']));
    installDefaults(state, ids, clock.now());
    if (webhook) control.setWebhooks(webhook);
    queue.start();
  } catch (error) {
    // A folder that cannot be read must not leave a server behind that answers from nothing.
    await server.close();
    throw error;
  }

  return {
    url,
    issuer: core.url(),
    secretKey: identity.secretKey,
    publishableKey: `pk_test_${Buffer.from(`${new URL(core.url()).host}$`).toString('base64')}`,
    jwtKey: identity.keys.publicKey,
    webhookSecret: identity.webhookSecret,
    instanceId: identity.instanceId,
    control,
    stop: async () => {
      await server.close();
      await queue.stop();
      journal?.close();
    },
  };
}
