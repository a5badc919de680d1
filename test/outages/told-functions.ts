import { type OutageFunction, send } from './outage-request.js';
import { organizationPath, slugOf } from './outage-world.js';

/** What programs are told, by the name of its row. */
export const TOLD_FUNCTIONS: Readonly<Record<string, OutageFunction>> = {
  'a change here, delivered to an endpoint for events': {
    ask: (scene) =>
      send(scene, `POST ${organizationPath(scene.world)}/properties`, {
        as: 'olivia@harbour.test',
        body: { name: `Told ${scene.fault}`, slug: `told-${slugOf(scene.fault)}`, timezone: 'Europe/Vienna' },
        headers: { 'idempotency-key': scene.key },
      }),
    isDone: ({ world }, { body }) => {
      const { id } = body as { id: string };
      return world.receiver
        .taken()
        .some(({ event: { type, target } }) => type === 'property.created' && target?.id === id);
    },
  },
  'health, part by part': {
    ask: (scene) => send(scene, 'GET /health', { as: 'owner@tenantry.test' }),
  },
  'metrics, by the fixed token': {
    ask: (scene) => send(scene, 'GET /metrics', { token: scene.world.metricsToken }),
  },
};
