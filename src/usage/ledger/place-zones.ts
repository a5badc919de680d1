import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

interface Named {
  readonly organizationId: string | null;
  readonly propertyId: string | null;
}

/** The time zones of places: a property has its own, an organization the one that most of its active properties share. */
@Injectable()
export class PlaceZones {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Looks up all at once; unknown places are in UTC. */
  async of(places: readonly Named[]): Promise<(place: Named) => { organization: string; property: string }> {
    const organizations = [...new Set(places.flatMap(({ organizationId }) => organizationId ?? []))];
    const byOrganization = new Map<string, string>();
    const byProperty = new Map<string, string>();
    if (organizations.length > 0) {
      const rows = await this.unitOfWork
        .manager()
        .query<{ organization_id: string; id: string; timezone: string; common: string | null }[]>(
          `select p.organization_id, p.id, p.timezone,
                (select q.timezone from properties q where q.organization_id = p.organization_id and q.status = 'active'
                 group by q.timezone order by count(*) desc, min(q.created_at), q.timezone limit 1) as common
         from properties p where p.organization_id = any ($1::uuid[])`,
          [organizations],
        );
      for (const row of rows) {
        byProperty.set(row.id, row.timezone);
        if (row.common !== null) byOrganization.set(row.organization_id, row.common);
      }
    }
    return ({ organizationId, propertyId }) => ({
      organization: byOrganization.get(organizationId ?? '') ?? 'UTC',
      property: byProperty.get(propertyId ?? '') ?? 'UTC',
    });
  }
}
