import { Injectable } from '@nestjs/common';
import { authErrors, type Caller } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { dueAt } from '../deadline/deadline.rule.js';
import { privacyErrors } from '../privacy.errors.js';
import { packExportJob } from '../privacy.jobs.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { ExportsStore } from '../records/exports.store.js';
import { OrganizationErasuresStore } from '../records/organization-erasures.store.js';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import type { PrivacyExport } from '../records/privacy-export.entity.js';
import { newExport } from './new-export.js';
import { PRIVACY } from '../privacy.scope.js';

type Wanted = Pick<PrivacyExport, 'userId' | 'organizationId' | 'dueAt' | 'requestedAt'>;

/**
 * Exports of people, asked for by the person or by staff on their behalf, and of whole organizations, for whoever may
 * export the organization's data. One at a time; none of whoever is being erased. In its grace period there still is,
 * and it ends with it.
 */
@Injectable()
export class ExportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly exports: ExportsStore,
    private readonly people: PersonErasuresStore,
    private readonly organizations: OrganizationErasuresStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async request(caller: Caller, userId: string): Promise<PrivacyExport> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const person = await this.requestFactory.personFor(caller, userId, 'platform:privacy:export');
      if (await this.people.isErasing(person)) throw privacyErrors.personErasing();
      if (await this.exports.isUnfinished({ userId: person })) throw privacyErrors.exportOpen();
      const requestedAt = this.clock.now();
      const due = this.requestFactory.dueAt(requestedAt, 'gdpr', 'access');
      const row = await this.open(caller, { userId: person, organizationId: null, requestedAt, dueAt: due });
      await this.requestFactory.receive(row.id, 'access', person, caller, requestedAt);
      await this.requestFactory.note(caller, 'privacy.export_requested', person, { exportId: row.id });
      return row;
    });
  }

  async requestOfOrganization(scope: OrganizationScope, caller: Caller): Promise<PrivacyExport> {
    const { organizationId } = scope;
    return this.unitOfWork.run(scope, async () => {
      await this.requestFactory.lockSubject(organizationId);
      if (await this.organizations.isErasing(organizationId)) throw privacyErrors.organizationErasing();
      if (await this.exports.isUnfinished({ organizationId })) throw privacyErrors.exportOpen();
      const requestedAt = this.clock.now();
      const due = dueAt(requestedAt, 'gdpr');
      const row = await this.open(caller, { userId: null, organizationId, requestedAt, dueAt: due });
      await this.requestFactory.note(caller, 'privacy.export_requested', scope, { exportId: row.id });
      return row;
    });
  }

  /** Of the caller, or asked for by them; newest first. */
  async list(caller: Caller, before: string | null, limit: number): Promise<PrivacyExport[]> {
    const isStaff = this.requestFactory.may(caller, 'platform:privacy:export');
    const rows = await this.unitOfWork.run(PRIVACY, () =>
      this.exports.listOfPerson(caller.userId, isStaff, before, limit),
    );
    return rows.map((row) => this.asOfNow(row));
  }

  async listOfOrganization(
    scope: OrganizationScope,
    before: string | null,
    limit: number,
  ): Promise<PrivacyExport[]> {
    const rows = await this.unitOfWork.run(scope, () =>
      this.exports.listOfOrganization(scope.organizationId, before, limit),
    );
    return rows.map((row) => this.asOfNow(row));
  }

  /** Theirs, or asked for by them while they may ask for it: anybody else meets a true miss. */
  async get(caller: Caller, id: string): Promise<PrivacyExport> {
    const row = await this.unitOfWork.run(PRIVACY, () => this.exports.find(id));
    const isTheirs = row?.userId === caller.userId;
    const isAskedBy =
      row?.requestedBy === caller.userId && this.requestFactory.may(caller, 'platform:privacy:export');
    if (row?.userId == null || (!isTheirs && !isAskedBy)) throw authErrors.notFound();
    return this.asOfNow(row);
  }

  async getOfOrganization(scope: OrganizationScope, id: string): Promise<PrivacyExport> {
    const row = await this.unitOfWork.run(scope, () => this.exports.find(id));
    if (row?.organizationId !== scope.organizationId) throw authErrors.notFound();
    return this.asOfNow(row);
  }

  /** @param from the first byte that is handed out */
  async noteDownload(caller: Caller, { id, userId }: PrivacyExport, from: number): Promise<void> {
    const change = { exportId: id, from };
    await this.unitOfWork.run(PRIVACY, () =>
      this.requestFactory.note(caller, 'privacy.export_downloaded', userId ?? '', change),
    );
  }

  /** @param from the first byte that is handed out */
  async noteDownloadOfOrganization(
    scope: OrganizationScope,
    caller: Caller,
    exportId: string,
    from: number,
  ): Promise<void> {
    await this.unitOfWork.run(scope, () =>
      this.requestFactory.note(caller, 'privacy.export_downloaded', scope, { exportId, from }),
    );
  }

  /** In the open transaction. */
  private async open({ userId: requestedBy }: Caller, wanted: Wanted): Promise<PrivacyExport> {
    const row = newExport({ id: newId(), requestedBy, ...wanted });
    await this.exports.insert(row);
    await this.unitOfWork.made(row.id);
    await this.jobs.enqueue(packExportJob, { exportId: row.id });
    return row;
  }

  /** An export ends at its time, whether or not somebody has tidied up since. */
  private asOfNow(row: PrivacyExport): PrivacyExport {
    const isOver = row.status === 'ready' && row.expiresAt !== null && row.expiresAt <= this.clock.now();
    return isOver ? { ...row, status: 'expired' } : row;
  }
}
