import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { AlarmsService } from './alarms.service.js';
import { AlarmsStore } from './alarms.store.js';

/** The list of alarms; a module of its own, since others raise alarms too. */
@Module({ imports: [AuditModule], providers: [AlarmsService, AlarmsStore], exports: [AlarmsService] })
export class AlarmsModule {}
