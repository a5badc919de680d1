import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { RecordsModule } from './records/records.module.js';
import { PrivacyRequestFactoryService } from './privacy-request-factory.service.js';

/** How every request about data begins. */
@Module({
  imports: [AuditModule, UsersModule, RecordsModule],
  providers: [PrivacyRequestFactoryService],
  exports: [PrivacyRequestFactoryService],
})
export class PrivacyRequestFactoryModule {}
