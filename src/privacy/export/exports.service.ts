import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { authErrors, type Caller, systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import { privacyErrors } from '../privacy.errors.js';
import { packExportJob } from '../privacy.jobs.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { newExport } from './new-export.js';
import { PrivacyExport } from '../records/privacy-export.entity.js';

/** Exports, asked for by the person or by staff on their behalf. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly erasures: PersonErasuresStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** One at a time; none of somebody whose erasure has begun. In its grace period there still is, and it ends with it. */
  async request(caller: Caller, userId: string): Promise<PrivacyExport> {
    return this.inSystem(async () => {
      const person = await this.requestFactory.personFor(caller, userId, 'platform:privacy:export');
      if (await this.erasures.isErasing(person)) throw privacyErrors.personErasing();
      const isOpen = await this.of(PrivacyExport).existsBy({
        userId: person,
        status: In(['pending', 'running']),
      });
      if (isOpen) throw privacyErrors.exportOpen();
      const requestedAt = this.clock.now();
      const row = newExport({
        id: newId(),
        userId: person,
        organizationId: null,
        requestedBy: caller.userId,
        requestedAt,
        dueAt: this.requestFactory.dueAt(requestedAt, 'gdpr', 'access'),
      });
      await this.of(PrivacyExport).insert(row);
      await this.unitOfWork.made(row.id);
      await this.requestFactory.receive(row.id, 'access', person, caller, requestedAt);
      await this.jobs.enqueue(packExportJob, { exportId: row.id });
      await this.requestFactory.note(caller, 'privacy.export_requested', person, { exportId: row.id });
      return row;
    });
  }

  /** Of the caller, or asked for by them; newest first. */
  async list(caller: Caller, before: string | null, limit: number): Promise<PrivacyExport[]> {
    const { userId } = caller;
    const isStaff = this.requestFactory.may(caller, 'platform:privacy:export');
    return this.inSystem(async () => {
      const query = this.of(PrivacyExport)
        .createQueryBuilder('export')
        .where('export.user_id is not null')
        .andWhere(
          isStaff
            ? '(export.user_id = :userId or export.requested_by = :userId)'
            : 'export.user_id = :userId',
          {
            userId,
          },
        )
        .orderBy('export.id', 'DESC')
        .take(limit);
      if (before !== null) query.andWhere('export.id < :before', { before });
      const rows = await query.getMany();
      return rows.map((row) => this.asOfNow(row));
    });
  }

  /** Theirs, or asked for by them while they may ask for it: anybody else meets a true miss. */
  async get(caller: Caller, id: string): Promise<PrivacyExport> {
    const row = await this.inSystem(() => this.of(PrivacyExport).findOneBy({ id }));
    const isTheirs = row?.userId === caller.userId;
    const isAskedBy =
      row?.requestedBy === caller.userId && this.requestFactory.may(caller, 'platform:privacy:export');
    if (row?.userId == null || (!isTheirs && !isAskedBy)) throw authErrors.notFound();
    return this.asOfNow(row);
  }

  /** @param from the first byte that is handed out */
  async noteDownload(caller: Caller, row: PrivacyExport, from: number): Promise<void> {
    await this.inSystem(() =>
      this.requestFactory.note(caller, 'privacy.export_downloaded', row.userId ?? '', {
        exportId: row.id,
        from,
      }),
    );
  }

  /** An export ends at its time, whether or not somebody has tidied up since. */
  private asOfNow(row: PrivacyExport): PrivacyExport {
    const isOver = row.status === 'ready' && row.expiresAt !== null && row.expiresAt <= this.clock.now();
    return isOver ? { ...row, status: 'expired' } : row;
  }

  private of<T extends object>(entity: new () => T) {
    return this.unitOfWork.manager().getRepository(entity);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
