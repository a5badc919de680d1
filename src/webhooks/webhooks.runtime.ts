import { CLEAN_UP_ROWS, type ModuleRuntime, periodicWork } from '#manifest';
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
  cleanUp: {
    alarms: {
      sql: `delete from sync_alarms where id = any (array(
              select id from sync_alarms where cleared_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 90 * 24 * 3600 * 1000,
    },
  },
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
