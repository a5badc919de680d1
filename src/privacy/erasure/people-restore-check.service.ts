import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { ErasureRunService } from './erasure-run.service.js';
import { PersonSubjectService } from './person-subject.service.js';
import { RestoreCheck } from './restore-check.js';
import { type Tombstone, TombstoneList } from './tombstone-list.js';
import { TombstonesService } from './tombstones.service.js';

/** People who were erased and whose row or key is here again. */
@Injectable()
export class PeopleRestoreCheckService extends RestoreCheck<PrivacyErasure, Tombstone> {
  constructor(
    unitOfWork: UnitOfWork,
    subject: PersonSubjectService,
    run: ErasureRunService,
    jobs: JobQueue,
    clock: Clock,
    private readonly list: TombstoneList,
    private readonly tombstones: TombstonesService,
    private readonly audit: AuditLog,
  ) {
    super(unitOfWork, subject, run, jobs, clock);
  }

  protected async listed(): Promise<Map<string, Tombstone>> {
    return new Map((await this.list.read()).map((each) => [each.personHash, each]));
  }

  /** Who has a row, or a key that opens. */
  protected async idsAfter(after: string, limit: number): Promise<{ id: string }[]> {
    return this.unitOfWork.manager().query(
      `select id from (select id from users union
                       select user_id from subject_keys where wrapped_key is not null) people
        where id > $1 and not exists (select from privacy_erasures e where e.user_id = people.id
                                        and e.status in ('running', 'waiting') and e.begun_at is not null)
        order by id limit $2`,
      [after, limit],
    );
  }

  protected hashOf(id: string): Promise<string> {
    return this.tombstones.hashOf('person', id);
  }

  protected rowOf(userId: string, { dueAt }: Tombstone): Promise<Partial<PrivacyErasure>> {
    return Promise.resolve({ userId, requestedBy: userId, dueAt: new Date(dueAt) });
  }

  protected async note(id: string, erasureId: string, actor: Actor): Promise<void> {
    const target = { kind: 'user', id };
    await this.audit.record({ actor, action: 'privacy.person_returned', target, change: { erasureId } });
  }
}
