import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { Environment } from '#libs/config';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveriesStore } from './deliveries.store.js';
import { DeliveriesWorker } from './deliveries.worker.js';
import { EventApplier } from './event-applier.js';
import { WebhookVerifier } from './webhook-verifier.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({
  imports: [AuditModule, UsersModule, TenantsModule],
  controllers: [WebhooksController],
  providers: [
    DeliveriesService,
    DeliveriesStore,
    DeliveriesWorker,
    EventApplier,
    {
      provide: WebhookVerifier,
      inject: [Environment],
      useFactory: ({ clerk }: Environment) =>
        new WebhookVerifier(clerk.webhookSigningSecrets, clerk.instanceId),
    },
  ],
})
export class WebhooksModule {}
