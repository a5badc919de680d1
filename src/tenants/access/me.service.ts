import { Injectable } from '@nestjs/common';
import { authErrors, type Caller } from '#auth';
import {
  effectivePermissions,
  type Grant,
  isActive,
  organizationOf,
  organizationScope,
  permissionLevel,
  prepareSubject,
  propertyScope,
  type RoleRegistry,
} from '#libs/authz';
import { type PersonScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PlatformRoleGrant, UsersStore } from '#users';
import { Membership } from '../memberships/membership.entity.js';
import { Organization } from '../organizations/organization.entity.js';
import { Property } from '../properties/property.entity.js';
import { RolePolicies } from '../roles/role-policies.service.js';
import { HeldGrantsStore } from './held-grants.store.js';
import { MeResponse } from './me.dto.js';

type OrganizationOfMe = MeResponse['organizations'][number];

/** A person's own view: where they belong, what they hold there, and what that lets them do. */
@Injectable()
export class MeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly heldGrants: HeldGrantsStore,
    private readonly policies: RolePolicies,
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
      const grants = await this.heldGrants.ofPerson(userId);
      const roles = await this.policies.ofAllVisible();
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
          const inside = properties.filter(({ organizationId }) => organizationId === organization.id);
          const held = grants.filter(({ scope: place }) => organizationOf(place) === organization.id);
          return [this.present(organization, membership, inside, held, roles)];
        }),
      );
    });
  }

  /** Rights that come from the platform are left out: they open a tenant with a stated reason only. */
  private present(
    organization: Organization,
    membership: Membership,
    properties: Property[],
    grants: Grant[],
    registry: RoleRegistry,
  ): OrganizationOfMe {
    const now = this.clock.now();
    const active = grants.filter((grant) => isActive(grant, now));
    // In a suspended organization roles are kept and open nothing.
    const subject = prepareSubject(registry, organization.status === 'suspended' ? [] : active);
    const rolesAt = (propertyId: string | null) =>
      active
        .filter(({ scope }) =>
          propertyId === null
            ? scope.kind === 'organization'
            : scope.kind === 'property' && scope.propertyId === propertyId,
        )
        .map(({ role }) => role)
        .sort();
    return {
      id: organization.id,
      clerkId: organization.clerkId,
      slug: organization.slug,
      name: organization.name,
      status: organization.status,
      role: membership.role,
      roles: rolesAt(null),
      permissions: effectivePermissions(subject, organizationScope(organization.id), now),
      properties: properties.flatMap(({ id, slug, name }) => {
        const permissions = effectivePermissions(subject, propertyScope(organization.id, id), now).filter(
          (permission) => permissionLevel(permission) === 'property',
        );
        return permissions.length === 0 ? [] : [{ id, slug, name, roles: rolesAt(id), permissions }];
      }),
    };
  }
}
