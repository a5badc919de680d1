import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { authErrors, type Caller, found } from '#auth';
import { newId, type OrganizationScope, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { privacyErrors } from '../privacy.errors.js';
import { advanceOrganizationErasureJob } from '../privacy.jobs.js';
import type { OrganizationIdentifiers } from '../registry/sql-of-tenancies.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { OrganizationErasersService } from './organization-erasers.service.js';
import { ORGANIZATION_STEPS, pending } from './step-names.js';
import { OrganizationErasuresStore } from '../records/organization-erasures.store.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';
import type { PlannedTable } from '../records/planned-table.js';
import { PRIVACY } from '../privacy.scope.js';

const DAY_MS = 86_400_000;

/** Erasures of whole organizations: whoever asks, a second person approves; what then happens is the run's. */
@Injectable()
export class OrganizationErasuresService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: OrganizationErasuresStore,
    private readonly erasers: OrganizationErasersService,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly keys: SubjectKeys,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * The dry run; nothing is changed, nothing is asked for. As the system, since deliveries and alarms are in no
   * organization's scope; which organization it is, its own scope says.
   */
  async plan(scope: OrganizationScope): Promise<PlannedTable[]> {
    const organization = await this.unitOfWork.run(scope, () => this.identifiersOf(scope.organizationId));
    return this.unitOfWork.run(PRIVACY, () => this.erasers.plan(organization));
  }

  /** The same in the system's own open transaction. */
  async planIn(organizationId: string): Promise<PlannedTable[]> {
    return this.erasers.plan(await this.identifiersOf(organizationId));
  }

  async request(
    scope: OrganizationScope,
    caller: Caller,
    wish: { reason: string; gracePeriodDays?: number },
  ): Promise<OrganizationErasure> {
    const { organizationId } = scope;
    const planned = await this.plan(scope);
    return this.unitOfWork.run(scope, async () => {
      await this.requestFactory.lockSubject(organizationId);
      if ((await this.rows.findOpen(organizationId)) !== null) throw privacyErrors.organizationErasureOpen();
      const id = newId();
      const requestedAt = this.clock.now();
      const aad = `organization_erasures/${id}/reason`;
      const row: OrganizationErasure = {
        id,
        organizationId,
        requestedBy: caller.userId,
        approvedBy: null,
        status: 'awaiting_approval',
        sealedReason: await this.keys.encryptFor(caller.userId, wish.reason, aad),
        requestedAt,
        eraseAfter: new Date(requestedAt.getTime() + (wish.gracePeriodDays ?? 7) * DAY_MS),
        cause: 'request',
        begunAt: null,
        blockedBy: null,
        waitingFor: null,
        clerkId: null,
        planned,
        steps: pending(ORGANIZATION_STEPS),
        certificate: null,
        finishedAt: null,
      };
      await this.rows.insert(row);
      await this.unitOfWork.made(id);
      await this.requestFactory.note(caller, 'organization.erasure_requested', scope, {
        erasureId: id,
        eraseAfter: row.eraseAfter,
      });
      return row;
    });
  }

  async list(scope: OrganizationScope, before: string | null, limit: number): Promise<OrganizationErasure[]> {
    return this.unitOfWork.run(scope, () => this.rows.list(scope.organizationId, before, limit));
  }

  async get(scope: OrganizationScope, id: string): Promise<OrganizationErasure> {
    const { organizationId } = scope;
    return found(await this.unitOfWork.run(scope, () => this.rows.findBy({ id, organizationId })));
  }

  /** Also when the organization is gone: for who asked, who approved, and the platform's privacy staff. */
  async getAnywhere(caller: Caller, id: string): Promise<OrganizationErasure> {
    const row = await this.unitOfWork.run(PRIVACY, () => this.rows.find(id));
    const isTheirs = row?.requestedBy === caller.userId || row?.approvedBy === caller.userId;
    if (row === null || (!isTheirs && !this.requestFactory.may(caller, 'platform:privacy:erase')))
      throw authErrors.notFound();
    return row;
  }

  async approve(scope: OrganizationScope, caller: Caller, id: string): Promise<OrganizationErasure> {
    return this.change(scope, id, async (row) => {
      if (row.status !== 'awaiting_approval') throw privacyErrors.erasureNotAwaiting();
      if (row.requestedBy === caller.userId) throw privacyErrors.secondPerson();
      await this.jobs.enqueue(
        advanceOrganizationErasureJob,
        { erasureId: id },
        { startAfter: row.eraseAfter },
      );
      await this.requestFactory.note(caller, 'organization.erasure_approved', scope, { erasureId: id });
      return { status: 'grace', approvedBy: caller.userId };
    });
  }

  async cancel(scope: OrganizationScope, caller: Caller, id: string): Promise<OrganizationErasure> {
    return this.change(scope, id, async (row) => {
      const mayStop = ['awaiting_approval', 'grace', 'blocked'].includes(row.status);
      if (!mayStop || row.begunAt !== null) throw privacyErrors.erasureNotCancellable();
      await this.requestFactory.note(caller, 'organization.erasure_cancelled', scope, { erasureId: id });
      return { status: 'cancelled', finishedAt: this.clock.now(), sealedReason: null };
    });
  }

  private async change(
    scope: OrganizationScope,
    id: string,
    decideChange: (row: OrganizationErasure) => Promise<Partial<OrganizationErasure>>,
  ): Promise<OrganizationErasure> {
    const { organizationId } = scope;
    return this.unitOfWork.run(scope, async () => {
      const row = await this.rows.lock(id);
      if (row?.organizationId !== organizationId) throw authErrors.notFound();
      const change = await decideChange(row);
      await this.rows.update(id, change);
      return { ...row, ...change };
    });
  }

  private async identifiersOf(organizationId: string): Promise<OrganizationIdentifiers> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ clerk_id: string | null }[]>('select clerk_id from organizations where id = $1', [
        organizationId,
      ]);
    return { organizationId, clerkId: found(row).clerk_id };
  }
}
