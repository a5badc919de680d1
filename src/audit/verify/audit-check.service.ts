import { createPublicKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { systemScope } from '#auth';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { AuditLog } from '../audit-log.js';
import { auditMetrics } from '../chain/audit-metrics.js';
import { verifyDatabase } from './database-verification.js';

/** The log is not what was sealed and signed. */
export class AuditChangedError extends Error {
  override readonly name = 'AuditChangedError';
}

/** Looks on its own whether the log is still what was sealed, so that nobody has to think of `audit verify`. */
@Injectable()
export class AuditCheck {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Rebuilds the whole log and compares it with every checkpoint. What is wrong is told three times: in a metric, in
   * the service's own log, and in the audit log itself.
   *
   * @throws AuditChangedError naming the first bad row
   */
  async run(signal: AbortSignal): Promise<{ rows: number; signedRows: number; checkpoints: number }> {
    const { dataDir, signingKey } = this.environment;
    const report = await verifyDatabase(
      this.unitOfWork,
      { dataDir, publicKey: createPublicKey(signingKey) },
      () => {
        signal.throwIfAborted();
      },
    );
    auditMetrics.isIntact.set(report.isIntact ? 1 : 0);
    const { rows, signedRows, checkpoints } = report;
    if (report.isIntact) return { rows, signedRows, checkpoints };
    const finding = {
      firstBadRow: report.firstBad?.sequence ?? null,
      kind: report.firstBad?.kind ?? 'checkpoint',
      findings: report.problems.length + report.invalidCheckpoints,
    };
    this.logger.error(finding, 'the audit log was changed: run `audit verify`');
    await this.unitOfWork.run(systemScope('audit'), () =>
      this.audit.record({
        actor: { kind: 'system', name: 'audit' },
        action: 'audit.change_found',
        change: finding,
      }),
    );
    throw new AuditChangedError(`row ${finding.firstBadRow ?? 0} is not what was sealed: ${finding.kind}`);
  }
}
