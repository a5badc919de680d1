import { type ModuleRuntime, periodicWork } from '#manifest';
import { AlarmRetentionService } from './alarms/alarm-retention.service.js';
import { EndpointWatchService } from './alarms/endpoint-watch.service.js';
import { SilenceWatchService } from './alarms/silence-watch.service.js';
import { SyncAlarm } from './alarms/sync-alarm.entity.js';
import { PayloadRetentionService } from './ledger/payload-retention.service.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhooksHealthService } from './webhooks-health.service.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [SyncAlarm, WebhookDelivery],
  health: { webhooks: WebhooksHealthService },
  cleanUp: periodicWork(AlarmRetentionService, (alarms, context) => alarms.drop(context)),
  periodicWork: {
    'webhooks.silence': periodicWork(SilenceWatchService, (silence, { lastSuccessAt }) =>
      silence.check(lastSuccessAt),
    ),
    'webhooks.endpoint': periodicWork(EndpointWatchService, (endpoint, { conclude }) =>
      conclude(() => endpoint.check()),
    ),
    'webhooks.payloads': periodicWork(PayloadRetentionService, (payloads, context) => payloads.drop(context)),
  },
};
