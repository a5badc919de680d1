import { Injectable } from '@nestjs/common';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { Property } from '../properties/property.entity.js';
import { tenantsErrors } from '../tenants.errors.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';

/** Who has been promised access: an open invitation, or one accepted at Clerk whose news is on its way. */
const OPEN_INVITATION = `i.status = 'pending' and (i.expires_at > $2 or i.accepted_in_clerk_at is not null)`;

/**
 * Seats, counted under a lock so that the last one is given once. An open invitation keeps a seat, as at Clerk: who
 * accepts it gets in. A limit below the present number takes nothing from anybody; it only lets nobody new in.
 */
@Injectable()
export class SeatsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param emailAddress whoever has an open invitation already takes no further seat
   * @throws AppError 409 `seats_taken`
   */
  async demandSeatInOrganization(
    scope: OrganizationScope,
    emailAddress: string | null = null,
  ): Promise<void> {
    const organization = await this.organizations.lock(scope.organizationId);
    const limit = organization?.maxAllowedMemberships ?? null;
    if (limit === null) return;
    const taken = await this.count(
      `select (select count(*) from memberships where organization_id = $1)
         + (select count(distinct i.email_address) from invitations i
            where i.organization_id = $1 and ${OPEN_INVITATION} and i.email_address is distinct from $3) as taken`,
      [scope.organizationId, this.clock.now(), emailAddress],
    );
    if (taken >= limit) {
      throw tenantsErrors.seatsTaken({
        detail: `The organization has ${limit} seats, and ${taken} are taken; open invitations count.`,
        extensions: { limit, taken },
      });
    }
  }

  /** For an invitation, to the organization or straight to a property whose row is locked. */
  async demandSeatFor(
    scope: OrganizationScope,
    invitation: { emailAddress: string; propertyId: string | null },
    property: Pick<Property, 'id' | 'maxPeople'> | null,
  ): Promise<void> {
    await this.demandSeatInOrganization(scope, invitation.emailAddress);
    if (property !== null) this.demand(property, await this.takenOn(scope, property.id));
  }

  /**
   * For a grant to a member. The property's row is locked.
   * @throws AppError 409 `seats_taken`
   */
  async demandSeatOnProperty(
    scope: OrganizationScope,
    property: Pick<Property, 'id' | 'maxPeople'>,
    userId: string,
  ): Promise<void> {
    if (property.maxPeople === null) return;
    if ((await this.peopleOn(scope, property.id)).has(userId)) return;
    this.demand(property, await this.takenOn(scope, property.id));
  }

  /**
   * For what lets many people onto properties at once: does it, and compares. Whoever is there already takes no further seat.
   * The rows of the properties are locked.
   * @throws AppError 409 `seats_taken`
   */
  async demandSeatsWhile<T>(
    scope: OrganizationScope,
    properties: readonly Pick<Property, 'id' | 'maxPeople'>[],
    work: () => Promise<T>,
  ): Promise<T> {
    const limited = properties.filter(({ maxPeople }) => maxPeople !== null);
    const before = new Map<string, number>();
    for (const { id } of limited) before.set(id, await this.takenOn(scope, id));
    const result = await work();
    for (const property of limited) {
      const taken = await this.takenOn(scope, property.id);
      const present = before.get(property.id) ?? 0;
      if (taken > present) this.demand(property, present, taken - present);
    }
    return result;
  }

  /** Ids of those who have a grant on the property that holds or will, by themselves or by a group. */
  async peopleOn(scope: OrganizationScope, propertyId: string): Promise<Set<string>> {
    const rows = await this.unitOfWork.manager().query<{ user_id: string }[]>(
      `select user_id from property_grants
       where organization_id = $1 and property_id = $2 and (expires_at is null or expires_at > $3)
       union
       select user_id from grants_by_groups
       where organization_id = $1 and property_id = $2 and (expires_at is null or expires_at > $3)`,
      [scope.organizationId, propertyId, this.clock.now()],
    );
    return new Set(rows.map((row) => row.user_id));
  }

  /** Seats of a property that are taken: people with a grant, and open invitations. */
  async takenOn(scope: OrganizationScope, propertyId: string): Promise<number> {
    const invited = await this.count(
      `select count(distinct i.email_address) as taken from invitations i
       where i.organization_id = $1 and ${OPEN_INVITATION} and i.property_id = $3`,
      [scope.organizationId, this.clock.now(), propertyId],
    );
    return (await this.peopleOn(scope, propertyId)).size + invited;
  }

  private demand({ maxPeople }: Pick<Property, 'maxPeople'>, taken: number, wanted = 1): void {
    if (maxPeople === null || taken + wanted <= maxPeople) return;
    throw tenantsErrors.seatsTaken({
      detail: `The property has ${maxPeople} seats, and ${taken} are taken; open invitations count.`,
      extensions: { limit: maxPeople, taken },
    });
  }

  private async count(sql: string, parameters: unknown[]): Promise<number> {
    const [row] = await this.unitOfWork.manager().query<{ taken: string }[]>(sql, parameters);
    return Number(row?.taken ?? 0);
  }
}
