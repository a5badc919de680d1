import { type ModuleRuntime, periodicWork } from '#manifest';
import { EndpointWatch } from './alarms/endpoint-watch.service.js';
import { SilenceWatch } from './alarms/silence-watch.service.js';
import { SyncAlarm } from './alarms/sync-alarm.entity.js';
import { PayloadRetention } from './ledger/payload-retention.service.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [SyncAlarm, WebhookDelivery],
  periodicWork: {
    'webhooks.silence': periodicWork(SilenceWatch, (silence, { lastSuccessAt }) =>
      silence.check(lastSuccessAt),
    ),
    'webhooks.endpoint': periodicWork(EndpointWatch, (endpoint, { conclude }) =>
      conclude(() => endpoint.check()),
    ),
    'webhooks.payloads': periodicWork(PayloadRetention, (payloads, { commit, signal }) =>
      payloads.drop((work) => commit(work), signal),
    ),
  },
};
