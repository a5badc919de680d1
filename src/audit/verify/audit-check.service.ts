import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { AuditLog } from '../audit-log.js';
import { auditMetrics } from '../chain/audit-metrics.js';
import { AuditSealer } from '../chain/audit-sealer.js';
import { verifyDatabase } from './verify-database.js';
import { AUDIT } from '../audit.scope.js';
import { trustedKeysOf } from '../signing-keys.js';

/** The log is not what was sealed and signed. */
export class AuditChangedError extends Error {
  override readonly name = 'AuditChangedError';
}

/** Looks on its own whether the log is still what was sealed, so that nobody has to think of `audit verify`. */
@Injectable()
export class AuditCheckService {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly sealer: AuditSealer,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Rebuilds the whole log and compares it with every checkpoint. What is wrong is told three times: in a metric, in
   * the service's own log, and in the audit log itself. Rows that no chain holds are told the same way and then given
   * a late position, so that from here on nobody changes them unseen.
   *
   * @throws AuditChangedError naming the first bad row
   */
  async run(signal: AbortSignal): Promise<{ rows: number; signedRows: number; checkpoints: number }> {
    const { dataDir } = this.environment;
    const report = await verifyDatabase(
      this.unitOfWork,
      { dataDir, publicKeys: trustedKeysOf(this.environment) },
      () => {
        signal.throwIfAborted();
      },
    );
    const { rows, signedRows, checkpoints, passedBy } = report;
    auditMetrics.isIntact.set(report.isIntact ? 1 : 0);
    auditMetrics.passedBy.set(passedBy.rows);
    if (report.isIntact) return { rows, signedRows, checkpoints };
    const finding = {
      firstBadRow: report.firstBad?.sequence ?? null,
      kind: report.firstBad?.kind ?? (report.invalidCheckpoints > 0 ? 'checkpoint' : 'passed_by'),
      findings: report.problems.length + report.invalidCheckpoints + passedBy.rows,
      passedBy: passedBy.rows,
      firstPassedBy: passedBy.firstId,
    };
    this.logger.error(finding, 'the audit log is not what was sealed: run `audit verify`');
    await this.unitOfWork.run(AUDIT, () =>
      this.audit.record({
        actor: { kind: 'system', name: 'audit' },
        action: 'audit.change_found',
        change: finding,
      }),
    );
    if (passedBy.rows > 0) {
      const sealed = await this.sealer.sealPassedBy(signal);
      this.logger.warn({ rows: sealed }, 'audit rows that were in no chain have a late position now');
    }
    throw new AuditChangedError(sentenceOf(finding));
  }
}

function sentenceOf(finding: { firstBadRow: number | null; kind: string; passedBy: number }): string {
  return finding.kind === 'passed_by'
    ? `${finding.passedBy} rows were in no chain`
    : `row ${finding.firstBadRow ?? 0} is not what was sealed: ${finding.kind}`;
}
