import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { HoldsStore, type LookedAtHold } from './holds.store.js';
import { OrganizationHold } from './organization-hold.entity.js';

/** Rows of `organization_holds`. */
@Injectable()
export class OrganizationHoldsStore extends HoldsStore<OrganizationHold> {
  constructor(unitOfWork: UnitOfWork) {
    super(unitOfWork, OrganizationHold, 'organizationId');
  }

  /** Every hold on the organization, and those that stand on its people. */
  async lookAt(organizationId: string): Promise<LookedAtHold[]> {
    const ofPeople = await this.unitOfWork.manager().query<{ article: string; placed_at: Date }[]>(
      `select h.article, h.placed_at from privacy_holds h join memberships m on m.user_id = h.user_id
        where m.organization_id = $1 and h.released_at is null order by h.placed_at`,
      [organizationId],
    );
    return [
      ...(await this.listAll(organizationId)),
      ...ofPeople.map(({ article, placed_at: placedAt }) => ({ article, placedAt, releasedAt: null })),
    ];
  }
}
