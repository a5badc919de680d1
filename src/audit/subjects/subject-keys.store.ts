import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { SubjectKey } from './subject-key.entity.js';

/** Rows of `subject_keys`. */
@Injectable()
export class SubjectKeysStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(userId: string): Promise<SubjectKey | null> {
    return this.rows().findOneBy({ userId });
  }

  async listBySubject(subjectIds: readonly string[]): Promise<SubjectKey[]> {
    return subjectIds.length === 0 ? [] : this.rows().findBy({ subjectId: In(subjectIds) });
  }

  /** Adds a key unless the person has one, or had one. @returns whether it was added */
  async insert(key: Omit<SubjectKey, 'createdAt'>): Promise<boolean> {
    const result = await this.rows()
      .createQueryBuilder()
      .insert()
      .values(key)
      .orIgnore()
      .returning('user_id')
      .execute();
    return (result.raw as unknown[]).length === 1;
  }

  /** @returns whether there was a key to destroy */
  async shred(userId: string, shreddedAt: Date): Promise<boolean> {
    const gone = { subjectId: null, wrappedKey: null, masterKeyId: null, shreddedAt };
    const result = await this.rows().update({ userId, shreddedAt: IsNull() }, gone);
    return result.affected === 1;
  }

  /** Takes the next rows under one master key for this transaction, in the order of their people. */
  async lockWrappedBy(masterKeyId: string, limit: number): Promise<SubjectKey[]> {
    return this.rows()
      .createQueryBuilder('subject')
      .setLock('pessimistic_write')
      .where({ masterKeyId })
      .orderBy('subject.userId')
      .take(limit)
      .getMany();
  }

  async countWrappedBy(masterKeyId: string): Promise<number> {
    return this.rows().countBy({ masterKeyId });
  }

  /** How many keys are wrapped by neither of the two, so that nobody can open them any more. */
  async countForeign(known: readonly string[]): Promise<number> {
    return this.rows()
      .createQueryBuilder('subject')
      .where('subject.masterKeyId is not null and subject.masterKeyId not in (:...known)', { known })
      .getCount();
  }

  async rewrap(userId: string, wrappedKey: Buffer, masterKeyId: string): Promise<void> {
    await this.rows().update({ userId, shreddedAt: IsNull() }, { wrappedKey, masterKeyId });
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(SubjectKey);
  }
}
