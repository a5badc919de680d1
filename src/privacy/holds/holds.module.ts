import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { PrivacyRequestFactoryModule } from '../privacy-request-factory.module.js';
import { RecordsModule } from '../records/records.module.js';
import { HoldsController } from './holds.controller.js';
import { HoldsService } from './holds.service.js';
import { OrganizationHoldsController } from './organization-holds.controller.js';
import { OrganizationHoldsService } from './organization-holds.service.js';

/** Legal reasons to keep data, which stop an erasure. */
@Module({
  imports: [AuditModule, PrivacyRequestFactoryModule, RecordsModule],
  controllers: [HoldsController, OrganizationHoldsController],
  providers: [HoldsService, OrganizationHoldsService],
  exports: [HoldsService],
})
export class HoldsModule {}
