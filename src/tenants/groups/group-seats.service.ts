import { Injectable } from '@nestjs/common';
import type { OrganizationScope } from '#libs/database';
import { SeatsService } from '../members/seats.service.js';
import { PropertiesStore } from '../properties/properties.store.js';
import type { GroupGrant } from './group-grant.entity.js';

/** Seats of properties that people come to by groups. */
@Injectable()
export class GroupSeatsService {
  constructor(
    private readonly properties: PropertiesStore,
    private readonly seats: SeatsService,
  ) {}

  /**
   * Does what gives people these grants, and holds the properties until the transaction ends.
   * @throws AppError 409 `seats_taken` where more people come to one of the properties than it has seats for
   */
  async demandFor<T>(
    scope: OrganizationScope,
    grants: readonly Pick<GroupGrant, 'propertyId'>[],
    work: () => Promise<T>,
  ): Promise<T> {
    const ids = [...new Set(grants.flatMap(({ propertyId }) => propertyId ?? []))];
    const properties = ids.length === 0 ? new Map() : await this.properties.lockMany(scope, ids);
    return this.seats.demandSeatsWhile(scope, [...properties.values()], work);
  }
}
