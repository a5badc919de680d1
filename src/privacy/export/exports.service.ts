import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { authErrors, type Caller, systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { dueAt } from '../desk/deadline.rule.js';
import { PrivacyErasure } from '../erasure/privacy-erasure.entity.js';
import { PrivacyExport } from '../privacy.entities.js';
import { privacyErrors } from '../privacy.errors.js';
import { packExportJob } from '../privacy.jobs.js';
import { RequestIntake } from '../request-intake.service.js';

/** Exports, asked for by the person or by staff on their behalf. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly intake: RequestIntake,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async request(caller: Caller, userId: string): Promise<PrivacyExport> {
    return this.inSystem(async () => {
      const person = await this.intake.personFor(caller, userId, 'platform:privacy:export');
      const erasing = await this.of(PrivacyErasure).existsBy({
        userId: person,
        status: In(['running', 'waiting']),
      });
      if (erasing) throw privacyErrors.personErasing();
      const requestedAt = this.clock.now();
      const row: PrivacyExport = {
        id: newId(),
        userId: person,
        requestedBy: caller.userId,
        status: 'pending',
        sealedKey: null,
        bytes: null,
        sha256: null,
        requestedAt,
        dueAt: dueAt(requestedAt, 'gdpr'),
        finishedAt: null,
        expiresAt: null,
      };
      await this.of(PrivacyExport).insert(row);
      await this.intake.receive(row.id, 'access', person, caller, requestedAt);
      await this.jobs.enqueue(packExportJob, { exportId: row.id });
      await this.intake.note(caller, 'privacy.export_requested', person, { exportId: row.id });
      return row;
    });
  }

  /** Theirs, or asked for by them: anybody else meets a true miss. */
  async get(caller: Caller, id: string): Promise<PrivacyExport> {
    const row = await this.inSystem(() => this.of(PrivacyExport).findOneBy({ id }));
    if (row === null || (row.userId !== caller.userId && row.requestedBy !== caller.userId))
      throw authErrors.notFound();
    const isOver = row.expiresAt !== null && row.expiresAt <= this.clock.now();
    return isOver ? { ...row, status: 'expired' } : row;
  }

  async noteDownload(caller: Caller, row: PrivacyExport): Promise<void> {
    await this.inSystem(() =>
      this.intake.note(caller, 'privacy.export_downloaded', row.userId, { exportId: row.id }),
    );
  }

  private of<T extends object>(entity: new () => T) {
    return this.unitOfWork.manager().getRepository(entity);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
