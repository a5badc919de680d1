import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { ErasureRunService } from './erasure-run.service.js';
import { OrganizationErasuresService } from './organization-erasures.service.js';
import { OrganizationSubjectService } from './organization-subject.service.js';
import { RestoreCheck } from './restore-check.js';
import { type OrganizationTombstone, TombstoneList } from './tombstone-list.js';
import { TombstonesService } from './tombstones.service.js';

// Whoever asked is in no list outside the database, and nobody replaces them.
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Organizations that were erased and whose row is here again. */
@Injectable()
export class OrganizationsRestoreCheckService extends RestoreCheck<
  OrganizationErasure,
  OrganizationTombstone
> {
  constructor(
    unitOfWork: UnitOfWork,
    subject: OrganizationSubjectService,
    run: ErasureRunService,
    jobs: JobQueue,
    clock: Clock,
    private readonly list: TombstoneList,
    private readonly tombstones: TombstonesService,
    private readonly erasures: OrganizationErasuresService,
    private readonly audit: AuditLog,
  ) {
    super(unitOfWork, subject, run, jobs, clock);
  }

  protected async listed(): Promise<Map<string, OrganizationTombstone>> {
    return new Map((await this.list.readOrganizations()).map((each) => [each.organizationHash, each]));
  }

  protected async idsAfter(after: string, limit: number): Promise<{ id: string }[]> {
    return this.unitOfWork.manager().query(
      `select id from organizations
        where id > $1 and not exists (select from organization_erasures e where e.organization_id = organizations.id
                                        and e.status in ('running', 'waiting') and e.begun_at is not null)
        order by id limit $2`,
      [after, limit],
    );
  }

  protected hashOf(id: string): Promise<string> {
    return this.tombstones.hashOf('erased organization', id);
  }

  protected async rowOf(organizationId: string): Promise<Partial<OrganizationErasure>> {
    return { organizationId, requestedBy: NOBODY, planned: await this.erasures.planIn(organizationId) };
  }

  protected async note(id: string, erasureId: string, actor: Actor): Promise<void> {
    await this.audit.record({
      actor,
      action: 'organization.returned',
      scope: { organizationId: id },
      target: { kind: 'organization', id },
      change: { erasureId },
    });
  }
}
