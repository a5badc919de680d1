import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { ErasuresStore } from './erasures.store.js';
import { OrganizationErasure } from './organization-erasure.entity.js';

/** Rows of `organization_erasures`. */
@Injectable()
export class OrganizationErasuresStore extends ErasuresStore<OrganizationErasure> {
  constructor(unitOfWork: UnitOfWork) {
    super(unitOfWork, OrganizationErasure, 'organizationId');
  }

  /** Of one organization, the newest first. @param before the last id of the page before */
  async list(organizationId: string, before: string | null, limit: number): Promise<OrganizationErasure[]> {
    return this.rows().find({
      where: { organizationId, ...(before === null ? {} : { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Those that should be going on. */
  async listDue(now: Date): Promise<{ id: string }[]> {
    return this.rows().findBy({
      status: In(['grace', 'running', 'blocked', 'waiting']),
      eraseAfter: LessThan(now),
    });
  }
}
