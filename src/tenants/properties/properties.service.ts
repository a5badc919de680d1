import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, type Principal, ServiceAccountAccess } from '#auth';
import { decide, organizationScope, propertyScope, type RoleRegistry } from '#libs/authz';
import { newId, type OrganizationScope, type PropertyScope, UnitOfWork } from '#libs/database';
import { assertVersion } from '#libs/http';
import { Clock } from '#libs/time';
import { locationOf } from '../locations.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import { PropertiesStore } from './properties.store.js';
import type { Property, PropertyStatus } from './property.entity.js';

export interface PropertyDetails {
  name: string;
  slug: string;
  timezone: string;
  /** Null: no limit. */
  maxPeople: number | null;
}

/** Sub-tenants of an organization; ours alone, Clerk knows nothing of them. */
@Injectable()
export class PropertiesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly properties: PropertiesStore,
    private readonly policies: RolePoliciesService,
    private readonly limits: OrganizationLimitsService,
    private readonly serviceAccounts: ServiceAccountAccess,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Those that the caller may open: all for a right on the organization, else those with a grant. */
  async list(
    scope: OrganizationScope,
    caller: Principal,
    page: { status: PropertyStatus | null; before: string | null; limit: number },
  ): Promise<Property[]> {
    const place = organizationScope(scope.organizationId);
    const now = this.clock.now();
    const seesAll = decide(caller.subject, 'property:property:read', place, now);
    if (caller.kind !== 'user') {
      const onlyIds = seesAll
        ? null
        : await this.serviceAccounts.propertiesWith(caller.account, 'property:property:read');
      return this.unitOfWork.run(scope, () =>
        this.properties.list(scope, { ...page, onlyIds, onlyWithGrant: null, now }),
      );
    }
    return this.unitOfWork.run(scope, async () => {
      const onlyWithGrant = seesAll
        ? null
        : { userId: caller.userId, roles: rolesThatOpen((await this.policies.of(scope)).roles, scope) };
      return this.properties.list(scope, { ...page, onlyIds: null, onlyWithGrant, now });
    });
  }

  async get(scope: PropertyScope): Promise<Property> {
    return found(await this.properties.find(scope, scope.propertyId));
  }

  async create(scope: OrganizationScope, caller: Caller, details: PropertyDetails): Promise<Property> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const property: Property = {
        ...details,
        organizationId: scope.organizationId,
        id: newId(),
        status: 'active',
        version: 1,
        createdAt: now,
        updatedAt: now,
        archivedAt: null,
      };
      await this.limits.demandRoomForProperty(scope);
      await this.properties.insert(property);
      await this.unitOfWork.made(property.id, locationOf.property(property));
      await this.audit.record({
        actor: actorOf(caller),
        action: 'property.created',
        scope: { organizationId: scope.organizationId, propertyId: property.id },
        target: { kind: 'property', id: property.id },
      });
      return property;
    });
  }

  /** @param expected the ETag the caller saw last */
  async update(
    scope: PropertyScope,
    caller: Principal,
    change: Partial<PropertyDetails>,
    expected: string | undefined,
  ): Promise<Property> {
    const done = await this.unitOfWork.run(scope, async () => {
      const current = await this.lock(scope);
      assertVersion(expected, current.version);
      if (current.status === 'archived') throw tenantsErrors.propertyArchived();
      const changed = (['name', 'slug', 'timezone', 'maxPeople'] as const).filter(
        (field) => change[field] !== undefined && change[field] !== current[field],
      );
      if (changed.length === 0) return { rows: [current] };
      if (changed.includes('maxPeople')) this.demandManagesProperties(scope, caller);
      const updated = await this.properties.update(scope, {
        ...current,
        ...Object.fromEntries(changed.map((field) => [field, change[field]])),
        updatedAt: this.clock.now(),
      });
      await this.audit.record({
        actor: actorOf(caller),
        action: 'property.updated',
        scope,
        target: { kind: 'property', id: scope.propertyId },
        change: Object.fromEntries(
          changed.map((field) => [field, { from: current[field], to: change[field] }]),
        ),
      });
      return updated;
    });
    return found(done.rows[0]);
  }

  /** Nothing is deleted: grants stay and hold again when it is restored. */
  async archive(scope: PropertyScope, caller: Caller): Promise<void> {
    await this.setStatus(scope, caller, 'archived');
  }

  async restore(scope: PropertyScope, caller: Caller): Promise<Property> {
    await this.setStatus(scope, caller, 'active');
    return this.get(scope);
  }

  private async setStatus(scope: PropertyScope, caller: Caller, status: PropertyStatus): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const current = await this.lock(scope);
      if (current.status === status) return;
      if (status === 'active') await this.limits.demandRoom(scope, 'properties');
      const now = this.clock.now();
      await this.properties.update(scope, {
        ...current,
        status,
        updatedAt: now,
        archivedAt: status === 'archived' ? now : null,
      });
      await this.audit.record({
        actor: actorOf(caller),
        action: status === 'archived' ? 'property.archived' : 'property.restored',
        scope,
        target: { kind: 'property', id: scope.propertyId },
      });
    });
  }

  /** Seats are set above the property: its own manager cannot lift the limit. */
  private demandManagesProperties({ organizationId }: OrganizationScope, { subject }: Principal): void {
    if (!decide(subject, 'org:properties:manage', organizationScope(organizationId), this.clock.now()))
      throw authErrors.permissionMissing('org:properties:manage');
  }

  private async lock(scope: PropertyScope): Promise<Property> {
    return found(await this.properties.lock(scope));
  }
}

/** Keys of the roles on a property that let somebody open it. */
function rolesThatOpen(roles: RoleRegistry, { organizationId }: OrganizationScope): string[] {
  return roles
    .availableAt(propertyScope(organizationId, ''))
    .filter((role) => role.permissions.has('property:property:read'))
    .map((role) => role.key);
}
