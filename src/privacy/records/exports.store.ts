import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { type ExportStatus, PrivacyExport } from './privacy-export.entity.js';

const UNFINISHED: ExportStatus[] = ['pending', 'running'];

/** Whose data an export is of. */
export type ExportSubject = { readonly userId: string } | { readonly organizationId: string };

/** Rows of `privacy_exports`; all in the open transaction. */
@Injectable()
export class ExportsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(id: string): Promise<PrivacyExport | null> {
    return this.rows().findOneBy({ id });
  }

  async lock(id: string): Promise<PrivacyExport | null> {
    return this.rows().findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Those that hold a file or may come to, each held until the transaction ends. */
  async lockAlive(subject: ExportSubject): Promise<PrivacyExport[]> {
    return this.rows().find({
      where: { ...subject, status: In([...UNFINISHED, 'ready']) },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async isUnfinished(subject: ExportSubject): Promise<boolean> {
    return this.rows().existsBy({ ...subject, status: In(UNFINISHED) });
  }

  async listUnfinished(ids: readonly string[]): Promise<PrivacyExport[]> {
    return this.rows().findBy({ id: In(ids), status: In(UNFINISHED) });
  }

  /** Of a person, newest first. @param withAsked also those that they asked for, of other people */
  async listOfPerson(
    userId: string,
    withAsked: boolean,
    before: string | null,
    limit: number,
  ): Promise<PrivacyExport[]> {
    const theirs = withAsked
      ? '(export.user_id = :userId or export.requested_by = :userId)'
      : 'export.user_id = :userId';
    const query = this.rows()
      .createQueryBuilder('export')
      .where('export.user_id is not null')
      .andWhere(theirs, { userId })
      .orderBy('export.id', 'DESC')
      .take(limit);
    if (before !== null) query.andWhere('export.id < :before', { before });
    return query.getMany();
  }

  async listOfOrganization(
    organizationId: string,
    before: string | null,
    limit: number,
  ): Promise<PrivacyExport[]> {
    return this.rows().find({
      where: { organizationId, ...(before === null ? {} : { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Which of these files somebody claims. */
  async listByFile(names: readonly string[]): Promise<PrivacyExport[]> {
    return this.rows().findBy({ fileName: In(names) });
  }

  /** Ends some whose time is over. @returns their files */
  async expire(now: Date, atMost: number): Promise<(string | null)[]> {
    const over = await this.rows().find({
      where: { status: 'ready', expiresAt: LessThan(now) },
      select: { id: true, fileName: true },
      take: atMost,
    });
    await this.rows().update(
      { id: In(over.map(({ id }) => id)) },
      { status: 'expired', sealedKey: null, fileName: null },
    );
    return over.map(({ fileName }) => fileName);
  }

  async insert(row: PrivacyExport): Promise<void> {
    await this.rows().insert(row);
  }

  async update(id: string, change: Partial<PrivacyExport>): Promise<void> {
    await this.rows().update({ id }, change);
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PrivacyExport);
  }
}
