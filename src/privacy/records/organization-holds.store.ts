import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { OrganizationHold } from './organization-hold.entity.js';

/** A hold that was looked at. */
export interface LookedAtHold {
  readonly article: string;
  readonly placedAt: Date;
  readonly releasedAt: Date | null;
}

/** Rows of `organization_holds`; all in the open transaction. */
@Injectable()
export class OrganizationHoldsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async findStanding(id: string, organizationId: string): Promise<OrganizationHold | null> {
    return this.rows().findOneBy({ id, organizationId, releasedAt: IsNull() });
  }

  /** Those that stand, newest first. @param before the last id of the page before */
  async listStanding(
    organizationId: string,
    before: string | null,
    limit: number,
  ): Promise<OrganizationHold[]> {
    return this.rows().find({
      where: { organizationId, releasedAt: IsNull(), ...(before === null ? {} : { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Every hold on the organization, and those that stand on its people. */
  async lookAt(organizationId: string): Promise<LookedAtHold[]> {
    const own = await this.rows().find({ where: { organizationId }, order: { placedAt: 'ASC' } });
    const ofPeople = await this.unitOfWork.manager().query<{ article: string; placed_at: Date }[]>(
      `select h.article, h.placed_at from privacy_holds h join memberships m on m.user_id = h.user_id
        where m.organization_id = $1 and h.released_at is null order by h.placed_at`,
      [organizationId],
    );
    return [
      ...own,
      ...ofPeople.map(({ article, placed_at: placedAt }) => ({ article, placedAt, releasedAt: null })),
    ];
  }

  async insert(row: OrganizationHold): Promise<void> {
    await this.rows().insert(row);
  }

  async update(id: string, change: Partial<OrganizationHold>): Promise<void> {
    await this.rows().update({ id }, change);
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(OrganizationHold);
  }
}
