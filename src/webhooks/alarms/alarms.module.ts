import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { AlarmsStore } from './alarms.store.js';

/** The list of alarms; a module of its own, since others raise alarms too. */
@Module({ imports: [AuditModule], providers: [AlarmsStore], exports: [AlarmsStore] })
export class AlarmsModule {}
