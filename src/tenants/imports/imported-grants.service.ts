import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, authErrors, narrowedTo, systemScope } from '#auth';
import { organizationScope, scopeWithin } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { demandBesideMembership } from '../grant-refusals.js';
import { grantGiven } from '../grants/grant-given.js';
import { GrantsStore } from '../grants/grants.store.js';
import { OrganizationGrantsStore } from '../grants/organization-grants.store.js';
import { isNew } from '../grants/wanted-grant.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { SeatsService } from '../members/seats.service.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';

/** A role of a member beside the membership. */
export interface ImportedGrant {
  readonly organizationId: string;
  /** Null: on the whole organization. */
  readonly propertyId: string | null;
  readonly userId: string;
  readonly role: string;
}

/** Grants that an operator brings along. One that holds already stays as it is. */
@Injectable()
export class ImportedGrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantsStore,
    private readonly organizationGrants: OrganizationGrantsStore,
    private readonly memberships: MembershipsStore,
    private readonly properties: PropertiesStore,
    private readonly policies: RolePoliciesService,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The keys of the roles that can be given beside a membership.
   *
   * @param organizationId null: in an organization that is not made yet, which has none of its own
   */
  async roles(organizationId: string | null): Promise<{
    readonly onOrganization: ReadonlySet<string>;
    readonly onProperty: ReadonlySet<string>;
  }> {
    const id = organizationId ?? '00000000-0000-0000-0000-000000000000';
    const scope = narrowedTo(systemScope('mirror'), id);
    const { roles } = await this.unitOfWork.run(scope, () => this.policies.of(scope));
    const own = roles.availableAt(organizationScope(id)).filter(({ organizationId: of }) => of !== null);
    return {
      onOrganization: new Set(own.map(({ key }) => key)),
      onProperty: new Set(roles.availableAt(scopeWithin(id, '')).map(({ key }) => key)),
    };
  }

  /**
   * @param expiresAt the first moment at which it no longer holds; null: without end
   * @param begunAt since when it is being given: what was given by no person since then was given by an earlier try
   * @returns when it was given; null where the person held it before
   * @throws AppError `unknown_role`, `role_by_membership`, `expiry_in_past`, `property_archived`, `seats_taken`,
   *   `limit_reached`, `not_a_member`, `not_found` where the property is gone
   */
  async give(
    grant: ImportedGrant,
    { expiresAt, begunAt }: { expiresAt: Date | null; begunAt: Date },
    actor: Actor,
  ): Promise<Date | null> {
    const { organizationId, propertyId, userId, role } = grant;
    const scope = narrowedTo(systemScope('mirror'), organizationId);
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const policy = await this.policies.of(scope, role);
      const place =
        propertyId === null ? organizationScope(organizationId) : scopeWithin(organizationId, propertyId);
      if (propertyId === null) demandBesideMembership(policy, scope, role);
      if (policy.roles.findFor(role, place) === undefined) throw tenantsErrors.unknownRole();
      if (expiresAt !== null && expiresAt <= now) throw tenantsErrors.expiryInPast();
      const member = await this.memberships.findMember(scope, userId);
      if (member === null || member.user.deletedAt !== null) throw tenantsErrors.notMember();
      const before = await this.find(scope, grant);
      if (before !== null && !isNew(before, now))
        return before.grantedBy === null && before.grantedAt >= begunAt ? before.grantedAt : null;
      if (propertyId !== null) {
        const property = (await this.properties.lockMany(scope, [propertyId])).get(propertyId);
        if (property === undefined) throw authErrors.notFound();
        if (property.status === 'archived') throw tenantsErrors.propertyArchived();
        await this.seats.demandSeatOnProperty(scope, property, userId);
      }
      await this.limits.demandRoom(scope, 'grants');
      const row = {
        organizationId,
        userId,
        role,
        grantedBy: null,
        grantedAt: now,
        validFrom: now,
        expiresAt,
      };
      if (propertyId === null) await this.organizationGrants.put(row);
      else await this.grants.put({ ...row, propertyId });
      await this.audit.record(grantGiven(actor, { ...row, propertyId }, before));
      return now;
    });
  }

  /** Takes back what was given at that moment, and nobody has given anew since. @param applies false: only says so */
  async undo(
    grant: ImportedGrant,
    givenAt: Date,
    { actor, applies }: { actor: Actor; applies: boolean },
  ): Promise<'undone' | 'gone' | 'changed'> {
    const { organizationId, propertyId, userId, role } = grant;
    const scope = narrowedTo(systemScope('mirror'), organizationId);
    return this.unitOfWork.run(scope, async () => {
      const there = await this.find(scope, grant);
      if (there === null) return 'gone';
      if (there.grantedBy !== null || there.grantedAt.getTime() !== givenAt.getTime()) return 'changed';
      if (!applies) return 'undone';
      const isTaken =
        propertyId === null
          ? await this.organizationGrants.delete(scope, userId, role)
          : await this.grants.deleteOn(scope, propertyId, userId, role);
      if (!isTaken) return 'gone';
      await this.audit.record({
        actor,
        action: 'grant.taken',
        scope: { organizationId, propertyId },
        target: { kind: 'user', id: userId },
        change: { role },
      });
      return 'undone';
    });
  }

  private async find(scope: OrganizationScope, { propertyId, userId, role }: ImportedGrant) {
    if (propertyId === null) return this.organizationGrants.find(scope, userId, role);
    const held = await this.grants.listOfRole(scope, role, [userId], [propertyId]);
    return held.get(`${propertyId} ${userId}`) ?? null;
  }
}
