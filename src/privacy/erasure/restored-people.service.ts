import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { AuditLog } from '#audit';
import { type Actor, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { TombstoneHasher } from '#users';
import { STEP_NAMES } from './erasure-steps.js';
import { ErasureRunService } from './erasure-run.service.js';
import { type Candidate, findReturned, isOlderThan } from './find-returned.js';
import { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { type Tombstone, TombstoneList } from './tombstone-list.js';

/** A person who was erased and whose row or key is here again. */
export interface ReturnedPerson {
  readonly userId: string;
  readonly tombstone: Tombstone;
}

export interface ErasedAgain {
  readonly userId: string;
  readonly erasureId: string;
  readonly outcome: 'done' | 'waiting';
  readonly waitingFor: string | null;
}

/** Compares the list of erasures, which lies outside the database, with a database that a backup was restored into. */
@Injectable()
export class RestoredPeopleService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tombstones: TombstoneList,
    private readonly tombstoneHasher: TombstoneHasher,
    private readonly run: ErasureRunService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Whether the database knows less than the list: it was restored from before an erasure. Quick. */
  async isOlderThanList(): Promise<boolean> {
    return isOlderThan(await this.tombstones.read(), (where) =>
      this.inSystem(() => this.rows().countBy(where)),
    );
  }

  /** Everybody on the list who has a row or a readable key again, but for those whose erasure is on its way. */
  async find(onProgress: (done: number) => void = () => undefined): Promise<ReturnedPerson[]> {
    const byHash = new Map((await this.tombstones.read()).map((each) => [each.personHash, each]));
    const readPage = (after: string, limit: number) => this.inSystem(() => this.peopleAfter(after, limit));
    const found = await findReturned(byHash, readPage, onProgress);
    return found.map(({ id, tombstone }) => ({ userId: id, tombstone }));
  }

  /** Erases everybody again who is back, to the end as far as it goes now. May be repeated. */
  async eraseAgain(
    people: readonly ReturnedPerson[],
    actor: Actor,
    onStep: (userId: string, step: string) => void = () => undefined,
  ): Promise<ErasedAgain[]> {
    const results: ErasedAgain[] = [];
    for (const person of people) {
      const { userId } = person;
      const erasureId = await this.inSystem(() => this.reopen(person, actor));
      await this.run.advance(erasureId, {
        now: true,
        onStep: (step) => {
          onStep(userId, step);
        },
      });
      const row = await this.inSystem(() => this.rows().findOneByOrFail({ id: erasureId }));
      const outcome = row.status === 'done' ? 'done' : 'waiting';
      results.push({ userId, erasureId, outcome, waitingFor: row.waitingFor });
    }
    return results;
  }

  /** The row of the backup if it has one, whatever it waited for then, else one like it; every step is done anew. */
  private async reopen({ userId, tombstone }: ReturnedPerson, actor: Actor): Promise<string> {
    const now = this.clock.now();
    const again = {
      status: 'running' as const,
      cause: 'restored backup' as const,
      eraseAfter: now,
      begunAt: null,
      blockedBy: null,
      waitingFor: null,
      waitingSince: null,
      nextTryAt: null,
      sealedParticulars: null,
      steps: STEP_NAMES.map((name) => ({ name, status: 'pending' as const, count: 0 })),
      certificate: null,
      finishedAt: null,
    };
    const known =
      (await this.rows().findOneBy({ id: tombstone.erasureId })) ??
      (await this.rows().findOneBy({ userId, status: Not(In(['done', 'cancelled'])) }));
    const id = known?.id ?? tombstone.erasureId;
    if (known !== null) await this.rows().update({ id }, again);
    else
      await this.rows().insert({
        ...again,
        id,
        userId,
        requestedBy: userId,
        approvedBy: null,
        sealedReason: null,
        requestedAt: new Date(tombstone.requestedAt),
        dueAt: new Date(tombstone.dueAt),
      });
    await this.audit.record({
      actor,
      action: 'privacy.person_returned',
      target: { kind: 'user', id: userId },
      change: { erasureId: id },
    });
    return id;
  }

  /** Who has a row or a key that opens, and whose erasure is not on its way, with the hash of each. */
  private async peopleAfter(after: string, limit: number): Promise<Candidate[]> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select id from (select id from users union
                       select user_id from subject_keys where wrapped_key is not null) people
        where id > $1 and not exists (select from privacy_erasures e where e.user_id = people.id
                                        and e.status in ('running', 'waiting') and e.begun_at is not null)
        order by id limit $2`,
      [after, limit],
    );
    const people = [];
    for (const { id } of rows) people.push({ id, hash: await this.tombstoneHasher.of('person', id) });
    return people;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PrivacyErasure);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
