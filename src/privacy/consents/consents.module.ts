import { Module } from '@nestjs/common';
import { PrivacyRequestFactoryModule } from '../privacy-request-factory.module.js';
import { RecordsModule } from '../records/records.module.js';
import { ConsentsController } from './consents.controller.js';
import { ConsentsService } from './consents.service.js';

/** What people have agreed to, and when they took it back. */
@Module({
  imports: [PrivacyRequestFactoryModule, RecordsModule],
  controllers: [ConsentsController],
  providers: [ConsentsService],
  exports: [ConsentsService],
})
export class ConsentsModule {}
