import { Injectable } from '@nestjs/common';
import { type Caller, found, type Reference } from '#auth';
import { propertyScope } from '#libs/authz';
import { type PropertyScope, UnitOfWork } from '#libs/database';
import { SeatsService } from '../members/seats.service.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { tenantsErrors } from '../tenants.errors.js';
import { GrantChangesService, type GrantedOn } from './grant-changes.service.js';
import { type GrantRow, GrantsStore } from './grants.store.js';
import type { PropertyGrant } from './property-grant.entity.js';
import type { WantedGrant } from './wanted-grant.js';

/** Roles on one property. They hold from the commit on: nothing caches a right. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantsStore,
    private readonly changes: GrantChangesService,
    private readonly properties: PropertiesStore,
    private readonly seats: SeatsService,
  ) {}

  async list(
    scope: PropertyScope,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<GrantRow[]> {
    return this.unitOfWork.run(scope, () => this.grants.list(scope, after, limit));
  }

  /** Gives a role to a member of the organization; giving it again changes when it holds. */
  async give(
    scope: PropertyScope,
    caller: Caller,
    person: Reference,
    wanted: WantedGrant,
  ): Promise<GrantRow> {
    const open = async () => {
      const property = found(await this.properties.lock(scope));
      if (property.status === 'archived') throw tenantsErrors.propertyArchived();
      return (userId: string) => this.seats.demandSeatOnProperty(scope, property, userId);
    };
    return this.unitOfWork.run(scope, () =>
      this.changes.give(this.on(scope), caller, person, wanted, { open }),
    );
  }

  async take(scope: PropertyScope, caller: Caller, person: Reference, role: string): Promise<void> {
    await this.unitOfWork.run(scope, () => this.changes.take(this.on(scope), caller, person, role));
  }

  private on(scope: PropertyScope): GrantedOn<PropertyGrant> {
    const { organizationId, propertyId } = scope;
    return {
      data: scope,
      scope: propertyScope(organizationId, propertyId),
      key: { organizationId, propertyId },
      find: (userId, role) => this.grants.find(scope, userId, role),
      put: (grant) => this.grants.put(grant),
      delete: (userId, role) => this.grants.delete(scope, userId, role),
    };
  }
}
