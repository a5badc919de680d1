import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { AlarmsModule } from '#webhooks';
import { BreakGlassHealthService } from './break-glass-health.service.js';
import { BreakGlassUsesService } from './break-glass-uses.service.js';

/** Which break-glass tokens were used. */
@Module({
  imports: [AuditModule, AlarmsModule],
  providers: [BreakGlassHealthService, BreakGlassUsesService],
  exports: [BreakGlassUsesService],
})
export class BreakGlassModule {}
