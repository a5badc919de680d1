import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { TenantsModule } from '#tenants'; // only by property
import { SampleThingsController } from './sample-things.controller.js';
import { SampleThingsService } from './sample-things.service.js';
import { SampleThingsStore } from './sample-things.store.js';

/** Sample things of properties. */
@Module({
  imports: [AuditModule, TenantsModule], // only by property
  imports: [AuditModule], // only by organization
  controllers: [SampleThingsController],
  providers: [SampleThingsService, SampleThingsStore],
})
export class SampleThingsModule {}
