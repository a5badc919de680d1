import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { PrivacyRequestFactoryModule } from '../privacy-request-factory.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { RecordsModule } from '../records/records.module.js';
import { EndedAccountsService } from './ended-accounts.service.js';
import { PrivacyHealthService } from './privacy-health.service.js';
import { RequestQueueService } from './request-queue.service.js';
import { RequestsController } from './requests.controller.js';
import { RequestsService } from './requests.service.js';

/** Requests of people, their deadlines, and what becomes of them. */
@Module({
  imports: [AuditModule, PrivacyRequestFactoryModule, ConsentsModule, ErasureModule, RecordsModule],
  controllers: [RequestsController],
  providers: [EndedAccountsService, PrivacyHealthService, RequestQueueService, RequestsService],
  exports: [EndedAccountsService, RequestQueueService, RequestsService],
})
export class CasesModule {}
