import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

interface Named {
  readonly organizationId: string | null;
  readonly propertyId: string | null;
}

interface KnownZone {
  readonly version: string;
  readonly timezone: string;
}

/** Organizations whose zone is remembered at most. */
const REMEMBERED = 10_000;

/**
 * The time zones of places: a property has its own, an organization the one that most of its active properties share.
 * The latter is counted once, and again only when a property of the organization came, went or moved: the version of
 * `property_zone_versions` tells. Properties are looked up by their key, so the work grows with what is asked for.
 */
@Injectable()
export class PlaceZones {
  private readonly known = new Map<string, KnownZone>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Looks up all at once, in the open transaction; unknown places are in UTC. */
  async of(places: readonly Named[]): Promise<(place: Named) => { organization: string; property: string }> {
    const byOrganization = await this.ofOrganizations([
      ...new Set(places.flatMap(({ organizationId }) => organizationId ?? [])),
    ]);
    const byProperty = await this.ofProperties(places);
    return ({ organizationId, propertyId }) => ({
      organization: byOrganization.get(organizationId ?? '') ?? 'UTC',
      property: byProperty.get(propertyId ?? '') ?? 'UTC',
    });
  }

  private async ofProperties(places: readonly Named[]): Promise<Map<string, string>> {
    const organizationOf = new Map<string, string>();
    for (const { organizationId, propertyId } of places) {
      if (organizationId !== null && propertyId !== null) organizationOf.set(propertyId, organizationId);
    }
    if (organizationOf.size === 0) return new Map();
    const rows = await this.unitOfWork.manager().query<{ id: string; timezone: string }[]>(
      `select p.id, p.timezone from unnest($1::uuid[], $2::uuid[]) as named (organization_id, id)
       join properties p on p.organization_id = named.organization_id and p.id = named.id`,
      [[...organizationOf.values()], [...organizationOf.keys()]],
    );
    return new Map(rows.map(({ id, timezone }) => [id, timezone]));
  }

  private async ofOrganizations(ids: readonly string[]): Promise<Map<string, string>> {
    const zones = new Map<string, string>();
    if (ids.length === 0) return zones;
    const manager = this.unitOfWork.manager();
    // The version is read first: what changes meanwhile is counted again the next time.
    const versions = await manager.query<{ organization_id: string; version: string }[]>(
      `select organization_id, version from property_zone_versions where organization_id = any ($1::uuid[])`,
      [ids],
    );
    const stale = versions.filter(
      ({ organization_id: id, version }) => this.known.get(id)?.version !== version,
    );
    if (stale.length > 0) await this.count(stale);
    for (const { organization_id: id } of versions) {
      const timezone = this.known.get(id)?.timezone;
      if (timezone !== undefined) zones.set(id, timezone);
    }
    this.forgetSome();
    return zones;
  }

  private async count(stale: readonly { organization_id: string; version: string }[]): Promise<void> {
    const rows = await this.unitOfWork.manager().query<{ organization_id: string; timezone: string }[]>(
      `select distinct on (organization_id) organization_id, timezone from (
         select organization_id, timezone, count(*) as properties, min(created_at) as since from properties
         where organization_id = any ($1::uuid[]) and status = 'active' group by organization_id, timezone
       ) counted order by organization_id, properties desc, since, timezone`,
      [stale.map(({ organization_id: id }) => id)],
    );
    const counted = new Map(rows.map((row) => [row.organization_id, row.timezone]));
    for (const { organization_id: id, version } of stale) {
      this.known.delete(id);
      this.known.set(id, { version, timezone: counted.get(id) ?? 'UTC' });
    }
  }

  /** The oldest first. */
  private forgetSome(): void {
    for (const id of this.known.keys()) {
      if (this.known.size <= REMEMBERED) return;
      this.known.delete(id);
    }
  }
}
