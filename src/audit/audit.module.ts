import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditedAccessLog } from './audited-access-log.js';

@Module({ providers: [AuditLog, AuditedAccessLog], exports: [AuditLog, AuditedAccessLog] })
export class AuditModule {}
