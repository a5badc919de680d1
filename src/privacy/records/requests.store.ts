import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { PrivacyRequest } from './privacy.entities.js';
import type { Law, RequestKind } from '../deadline/deadline.rule.js';

/** Which requests are meant; what is left out does not narrow. */
export interface RequestFilter {
  readonly isOpen?: boolean;
  readonly kind?: RequestKind;
  readonly law?: Law;
  readonly userId?: string;
  /** Only those whose alarm has reached this much, in percent of their time. */
  readonly alarm?: number;
}

/** Rows of `privacy_requests`; system scope. */
@Injectable()
export class RequestsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(id: string): Promise<PrivacyRequest | null> {
    return this.rows().findOneBy({ id });
  }

  /** Holds the row until the transaction ends. */
  async lock(id: string): Promise<PrivacyRequest | null> {
    return this.rows()
      .createQueryBuilder('request')
      .setLock('pessimistic_write')
      .where('request.id = :id', { id })
      .getOne();
  }

  /** The open one of a kind that came first and repeats no other. */
  async findFirst(kind: RequestKind, userId: string): Promise<PrivacyRequest | null> {
    return this.rows()
      .createQueryBuilder('request')
      .where('request.closed_at is null and request.duplicate_of is null')
      .andWhere({ kind, userId })
      .orderBy('request.received_at')
      .getOne();
  }

  /** Open ones of a kind, received until a moment. */
  async listOpen(kind: RequestKind, userId: string, until?: Date): Promise<PrivacyRequest[]> {
    return this.rows().findBy({
      kind,
      userId,
      closedAt: IsNull(),
      ...(until === undefined ? {} : { receivedAt: LessThanOrEqual(until) }),
    });
  }

  async insert(row: PrivacyRequest): Promise<void> {
    await this.rows().insert(row);
  }

  async close(ids: readonly string[], closedAt: Date): Promise<void> {
    if (ids.length > 0) await this.rows().update({ id: In(ids) }, { closedAt });
  }

  async update(id: string, change: Partial<PrivacyRequest>): Promise<void> {
    await this.rows().update({ id }, change);
  }

  /** Those that are due first on top. @param now for the filter by alarm */
  async list(
    { isOpen, kind, law, userId, alarm }: RequestFilter,
    now: Date,
    after: { dueAt: string; id: string } | null,
    limit: number,
  ): Promise<PrivacyRequest[]> {
    const query = this.rows()
      .createQueryBuilder('request')
      .orderBy('request.dueAt')
      .addOrderBy('request.id')
      .take(limit);
    if (isOpen !== undefined) query.andWhere(`request.closed_at is ${isOpen ? '' : 'not '}null`);
    if (kind !== undefined) query.andWhere({ kind });
    if (law !== undefined) query.andWhere({ law });
    if (userId !== undefined) query.andWhere({ userId });
    if (alarm !== undefined)
      query.andWhere(
        `cast(:now as timestamptz) >= request.received_at + (request.due_at - request.received_at) * (:alarm / 100.0)`,
        { now, alarm },
      );
    // A moment of Postgres is finer than one of JavaScript, in which the cursor is written.
    if (after !== null)
      query.andWhere(`(date_trunc('milliseconds', request.due_at), request.id) > (:dueAt, :id)`, after);
    return query.getMany();
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PrivacyRequest);
  }
}
