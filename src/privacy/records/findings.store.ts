import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import type { PossibleFind } from './probe-report.js';
import { ErasureFinding, type FindingStatus } from './erasure-finding.entity.js';

/** Which findings are meant; what is left out does not narrow. */
export interface FindingFilter {
  readonly erasureId?: string;
  readonly status?: FindingStatus;
}

/** One that nobody has decided on. */
interface NewFinding extends Omit<
  ErasureFinding,
  'status' | 'spans' | 'path' | 'decidedAt' | 'decidedBy' | 'sealedReason'
> {
  readonly spans: PossibleFind['spans'];
  readonly path: PossibleFind['path'];
}

/** Rows of `erasure_findings`; all in the open transaction. */
@Injectable()
export class FindingsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** What was found in the same text before, and decided on, stays as it is. */
  async add({
    id,
    erasureId,
    place,
    rowKey,
    path,
    textHash,
    spans,
    kind,
    foundAt,
  }: NewFinding): Promise<void> {
    await this.unitOfWork.manager().query(
      `insert into erasure_findings (id, erasure_id, place, row_key, path, text_hash, spans, kind, status, found_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9) on conflict on constraint uq_erasure_findings_place do nothing`,
      [id, erasureId, place, rowKey, path, textHash, JSON.stringify(spans), kind, foundAt],
    );
  }

  async find(id: string): Promise<ErasureFinding | null> {
    return this.rows().findOneBy({ id });
  }

  /** Newest first. @param before the last id of the page before */
  async list(filter: FindingFilter, before: string | null, limit: number): Promise<ErasureFinding[]> {
    return this.rows().find({
      where: {
        ...(filter.erasureId === undefined ? {} : { erasureId: filter.erasureId }),
        ...(filter.status === undefined ? {} : { status: filter.status }),
        ...(before === null ? {} : { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Of one erasure, the oldest first. */
  async listOf(erasureId: string): Promise<ErasureFinding[]> {
    return this.rows().find({ where: { erasureId }, order: { id: 'ASC' } });
  }

  async update(id: string, change: Partial<ErasureFinding>): Promise<void> {
    await this.rows().update({ id }, change);
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(ErasureFinding);
  }
}
