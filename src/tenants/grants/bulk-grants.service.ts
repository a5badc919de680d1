import { Injectable } from '@nestjs/common';
import { type AuditEntry, AuditLog } from '#audit';
import { actorOf, type Caller, parseReference } from '#auth';
import { propertyScope } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { demandMayGrant } from '../grant-refusals.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { SeatsService } from '../members/seats.service.js';
import { PropertiesStore } from '../properties/properties.store.js';
import type { Property } from '../properties/property.entity.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import type { BulkGrantOutcome, BulkSkip } from './bulk-grant.dto.js';
import { grantGiven } from './grant-given.js';
import { GrantsStore } from './grants.store.js';
import type { PropertyGrant } from './property-grant.entity.js';
import { isAsWanted, isNew, periodToStore, type WantedGrant } from './wanted-grant.js';

const MAX_GRANTS = 10_000;

/** One role for several people on several properties: one transaction, and an answer for each pair. */
@Injectable()
export class BulkGrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantsStore,
    private readonly memberships: MembershipsStore,
    private readonly properties: PropertiesStore,
    private readonly policies: RolePoliciesService,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Whatever cannot be given to one pair is skipped and said; what stands against the role as such refuses everything.
   * @param people ids of members, ours or Clerk's; whoever is named twice, under whatever id, counts once
   * @throws AppError as for a single grant, and 400 `too_many_grants`
   */
  async give(
    scope: OrganizationScope,
    caller: Caller,
    wanted: WantedGrant,
    people: readonly string[],
    propertyIds: readonly string[] | 'all',
  ): Promise<BulkGrantOutcome[]> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const policy = await this.policies.of(scope, wanted.role);
      // Which property does not matter: the rights come from the organization here, so they are the same on each.
      const place = propertyScope(scope.organizationId, '');
      demandMayGrant(policy, caller, { ...wanted, scope: place }, now);

      const properties = await this.properties.lockMany(scope, propertyIds);
      const named = propertyIds === 'all' ? [...properties.keys()] : propertyIds;
      if (named.length * people.length > MAX_GRANTS) throw tenantsErrors.grantsTooMany();
      const members = await this.membersOf(scope, people);
      const once = onePerPerson(people, members);
      const held = await this.grants.listOfRole(scope, wanted.role, [...members.values()], named);

      const outcomes: BulkGrantOutcome[] = [];
      const toPut: PropertyGrant[] = [];
      const audit: AuditEntry[] = [];
      let added = 0;
      for (const propertyId of named) {
        const property = properties.get(propertyId);
        const seats = property === undefined ? null : await this.seatsOf(scope, property);
        for (const person of once) {
          const userId = members.get(person);
          const before = held.get(`${propertyId} ${userId ?? ''}`) ?? null;
          const skip = skipFor(property, userId);
          if (property === undefined || userId === undefined || skip !== null) {
            outcomes.push({ userId: userId ?? person, propertyId, outcome: 'skipped', code: skip });
            continue;
          }
          const grant: PropertyGrant = {
            organizationId: scope.organizationId,
            propertyId,
            userId,
            role: wanted.role,
            grantedBy: caller.userId,
            grantedAt: now,
            ...periodToStore(wanted, now),
          };
          if (before !== null && isAsWanted(before, grant, now)) {
            outcomes.push({ userId, propertyId, outcome: 'unchanged', code: null });
          } else if (seats?.take(userId) === false) {
            outcomes.push({ userId, propertyId, outcome: 'skipped', code: 'seats_taken' });
          } else {
            toPut.push(grant);
            if (isNew(before, now)) added += 1;
            audit.push(grantGiven(actorOf(caller), grant, before));
            outcomes.push({
              userId,
              propertyId,
              outcome: before === null ? 'given' : 'changed',
              code: null,
            });
          }
        }
      }
      await this.limits.demandRoom(scope, 'grants', added);
      await this.grants.putMany(toPut);
      await this.audit.recordAll(audit);
      return outcomes;
    });
  }

  /** Our ids by the id that was sent; who is no member is left out. */
  private async membersOf(scope: OrganizationScope, people: readonly string[]): Promise<Map<string, string>> {
    const references = people.flatMap((text) => {
      const reference = parseReference(text, 'user');
      return reference === undefined ? [] : [{ text, reference }];
    });
    const found = await this.memberships.listByReferences(
      scope,
      references.map(({ reference }) => reference),
    );
    return new Map(
      references.flatMap(({ text, reference }) => {
        const id = found.get(reference.kind === 'id' ? reference.id : reference.clerkId);
        return id === undefined ? [] : [[text, id] as const];
      }),
    );
  }

  private async seatsOf(scope: OrganizationScope, property: Property): Promise<Seats | null> {
    if (property.maxPeople === null) return null;
    const people = await this.seats.peopleOn(scope, property.id);
    return new Seats(people, property.maxPeople - (await this.seats.takenOn(scope, property.id)));
  }
}

/** The first id that was sent of each person; two rows of one key would be refused by the database as a whole. */
function onePerPerson(people: readonly string[], members: ReadonlyMap<string, string>): string[] {
  const first = new Map<string, string>();
  for (const sent of people) {
    const person = members.get(sent) ?? sent;
    if (!first.has(person)) first.set(person, sent);
  }
  return [...first.values()];
}

function skipFor(property: Property | undefined, userId: string | undefined): BulkSkip | null {
  if (property === undefined || userId === undefined) return 'not_found';
  return property.status === 'archived' ? 'property_archived' : null;
}

/** The free seats of one property while several people are given a role there. */
class Seats {
  constructor(
    private readonly people: Set<string>,
    private free: number,
  ) {}

  /** @returns whether there was one, or the person has one already */
  take(userId: string): boolean {
    if (this.people.has(userId)) return true;
    if (this.free <= 0) return false;
    this.free -= 1;
    this.people.add(userId);
    return true;
  }
}
