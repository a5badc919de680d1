import { Injectable } from '@nestjs/common';
import { type AccessLog, type Denial, type SupportAccessRecord, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { AuditLog } from './audit-log.js';
import { actionOfDenial } from './refusals/action-of-denial.js';
import { RefusalFolds } from './refusals/refusal-folds.js';

/** The guard's refusals and the support accesses of platform staff, in the audit log. */
@Injectable()
export class AuditedAccessLog implements AccessLog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly folds: RefusalFolds,
  ) {}

  async denied(denial: Denial): Promise<void> {
    await this.unitOfWork.run(systemScope('auth'), async () => {
      if (!(await this.folds.count(denial))) return;
      await this.audit.record({
        actor: denial.actor,
        action: actionOfDenial(denial),
        outcome: 'denied',
        scope: denial,
        change: { code: denial.code, route: denial.route },
      });
    });
  }

  async supportAccessed(support: SupportAccessRecord): Promise<void> {
    await this.unitOfWork.run(systemScope('auth'), () =>
      this.audit.record({
        actor: {
          kind: 'user',
          userId: support.userId,
          impersonator: support.impersonator,
          reason: support.reason,
        },
        action: 'access.support_visit',
        scope: support,
        change: { route: support.route },
      }),
    );
  }
}
