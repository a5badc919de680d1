import { Injectable } from '@nestjs/common';
import { authErrors, builtInRoles, type Caller } from '#auth';
import {
  effectivePermissions,
  type Grant,
  organizationScope,
  permissionLevel,
  prepareSubject,
  propertyScope,
} from '#libs/authz';
import { type PersonScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PlatformRoleGrant, UsersStore } from '#users';
import { PropertyGrant } from '../grants/property-grant.entity.js';
import { Membership } from '../memberships/membership.entity.js';
import { Organization } from '../organizations/organization.entity.js';
import { Property } from '../properties/property.entity.js';
import { MeResponse } from './me.dto.js';

type OrganizationOfMe = MeResponse['organizations'][number];

/** A person's own view: where they belong, what they hold there, and what that lets them do. */
@Injectable()
export class MeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly clock: Clock,
  ) {}

  async read(scope: PersonScope, caller: Caller): Promise<MeResponse> {
    return this.unitOfWork.run(scope, async () => {
      const manager = this.unitOfWork.manager();
      const { userId } = caller;
      const user = await this.users.findById(userId);
      if (user === null) throw authErrors.notFound();
      const platformRoles = await manager.getRepository(PlatformRoleGrant).findBy({ userId });
      const memberships = await manager.getRepository(Membership).findBy({ userId });
      const organizations = await manager
        .getRepository(Organization)
        .createQueryBuilder('organization')
        .where(`organization.status <> 'deleted'`)
        .orderBy('organization.name')
        .getMany();
      const grants = await this.listGrants(userId);
      const properties = await manager
        .getRepository(Property)
        .createQueryBuilder('property')
        .where(`property.status = 'active'`)
        .orderBy('property.name')
        .getMany();
      return MeResponse.from(
        user,
        platformRoles.map(({ role }) => role).sort(),
        organizations.flatMap((organization) => {
          const membership = memberships.find(({ organizationId }) => organizationId === organization.id);
          if (membership === undefined) return [];
          const own = <T extends { organizationId: string }>(rows: T[]) =>
            rows.filter(({ organizationId }) => organizationId === organization.id);
          return [this.present(organization, membership, own(properties), own(grants))];
        }),
      );
    });
  }

  /** Rights that come from the platform are left out: they open a tenant with a stated reason only. */
  private present(
    organization: Organization,
    membership: Membership,
    properties: Property[],
    grants: PropertyGrant[],
  ): OrganizationOfMe {
    const now = this.clock.now();
    const subject = prepareSubject(builtInRoles, [membershipGrant(membership), ...grants.map(propertyGrant)]);
    return {
      id: organization.id,
      clerkId: organization.clerkId,
      slug: organization.slug,
      name: organization.name,
      role: membership.role,
      permissions: effectivePermissions(subject, organizationScope(organization.id), now),
      properties: properties.flatMap((property) => {
        const permissions = effectivePermissions(
          subject,
          propertyScope(organization.id, property.id),
          now,
        ).filter((permission) => permissionLevel(permission) === 'property');
        if (permissions.length === 0) return [];
        const roles = grants.filter(({ propertyId }) => propertyId === property.id).map(({ role }) => role);
        return [
          { id: property.id, slug: property.slug, name: property.name, roles: roles.sort(), permissions },
        ];
      }),
    };
  }

  private async listGrants(userId: string): Promise<PropertyGrant[]> {
    return this.unitOfWork
      .manager()
      .getRepository(PropertyGrant)
      .createQueryBuilder('held')
      .where('held.user_id = :userId', { userId })
      .andWhere('held.valid_from <= now() and (held.expires_at is null or held.expires_at > now())')
      .getMany();
  }
}

function membershipGrant(membership: Membership): Grant {
  const scope = organizationScope(membership.organizationId);
  return {
    id: 'membership',
    subjectId: membership.userId,
    role: membership.role,
    scope,
    givenAt: membership.createdAt,
  };
}

function propertyGrant(grant: PropertyGrant): Grant {
  return {
    id: `${grant.propertyId} ${grant.role}`,
    subjectId: grant.userId,
    role: grant.role,
    scope: propertyScope(grant.organizationId, grant.propertyId),
    expiresAt: grant.expiresAt,
    givenAt: grant.grantedAt,
  };
}
