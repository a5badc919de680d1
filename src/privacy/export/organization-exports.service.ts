import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { dueAt } from '../deadline/deadline.rule.js';
import { newExport } from './new-export.js';
import { PrivacyExport } from '../records/privacy-export.entity.js';
import { privacyErrors } from '../privacy.errors.js';
import { packExportJob } from '../privacy.jobs.js';
import { OrganizationErasuresStore } from '../records/organization-erasures.store.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';

/** Exports of whole organizations; packed like a person's, for whoever may export the organization's data. */
@Injectable()
export class OrganizationExportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly erasures: OrganizationErasuresStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async request(scope: OrganizationScope, caller: Caller): Promise<PrivacyExport> {
    const { organizationId } = scope;
    return this.unitOfWork.run(scope, async () => {
      await this.requestFactory.lockSubject(organizationId);
      if (await this.erasures.isErasing(organizationId)) throw privacyErrors.organizationErasing();
      if (await this.exports().existsBy({ organizationId, status: In(['pending', 'running']) }))
        throw privacyErrors.exportOpen();
      const requestedAt = this.clock.now();
      const row = newExport({
        id: newId(),
        userId: null,
        organizationId,
        requestedBy: caller.userId,
        requestedAt,
        dueAt: dueAt(requestedAt, 'gdpr'),
      });
      await this.exports().insert(row);
      await this.unitOfWork.made(row.id);
      await this.jobs.enqueue(packExportJob, { exportId: row.id });
      await this.note(scope, caller, 'privacy.export_requested', { exportId: row.id });
      return row;
    });
  }

  async list(scope: OrganizationScope, before: string | null, limit: number): Promise<PrivacyExport[]> {
    const { organizationId } = scope;
    const rows = await this.unitOfWork.run(scope, () =>
      this.exports().find({
        where: { organizationId, ...(before === null ? {} : { id: LessThan(before) }) },
        order: { id: 'DESC' },
        take: limit,
      }),
    );
    return rows.map((row) => this.asOfNow(row));
  }

  async get(scope: OrganizationScope, id: string): Promise<PrivacyExport> {
    const { organizationId } = scope;
    const row = await this.unitOfWork.run(scope, () => this.exports().findOneBy({ id, organizationId }));
    if (row === null) throw authErrors.notFound();
    return this.asOfNow(row);
  }

  /** @param from the first byte that is handed out */
  async noteDownload(
    scope: OrganizationScope,
    caller: Caller,
    exportId: string,
    from: number,
  ): Promise<void> {
    await this.unitOfWork.run(scope, () =>
      this.note(scope, caller, 'privacy.export_downloaded', { exportId, from }),
    );
  }

  private asOfNow(row: PrivacyExport): PrivacyExport {
    const isOver = row.status === 'ready' && row.expiresAt !== null && row.expiresAt <= this.clock.now();
    return isOver ? { ...row, status: 'expired' } : row;
  }

  private async note(
    scope: OrganizationScope,
    caller: Caller,
    action: 'privacy.export_requested' | 'privacy.export_downloaded',
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const target = { kind: 'organization', id: scope.organizationId };
    await this.audit.record({ actor: actorOf(caller), action, scope, target, change });
  }

  private exports() {
    return this.unitOfWork.manager().getRepository(PrivacyExport);
  }
}
