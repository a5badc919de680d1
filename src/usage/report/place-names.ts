import { Injectable } from '@nestjs/common';
import { type Scope, UnitOfWork } from '#libs/database';
import type { Place } from './place.js';

/** What people call a place, for pictures and pages. */
@Injectable()
export class PlaceNames {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async of(scope: Scope, place: Place): Promise<string> {
    if (place.kind === 'platform') return 'the platform';
    const [row] = await this.unitOfWork.run(scope, () =>
      this.unitOfWork.manager().query<{ organization: string; property: string | null }[]>(
        `select o.name as organization, p.name as property from organizations o
           left join properties p on p.organization_id = o.id and p.id = $2 where o.id = $1`,
        [place.organizationId, place.kind === 'property' ? place.propertyId : null],
      ),
    );
    return row === undefined
      ? 'a place that is gone'
      : [row.property, row.organization].filter(Boolean).join(', ');
  }
}
