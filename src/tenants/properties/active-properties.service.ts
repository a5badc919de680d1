import { Injectable } from '@nestjs/common';
import type { PropertyScope } from '#libs/database';
import { lockActiveProperty } from './lock-active-property.js';
import { PropertiesStore } from './properties.store.js';

/** For other modules: nothing is added to or changed on a property that is archived. */
@Injectable()
export class ActivePropertiesService {
  constructor(private readonly properties: PropertiesStore) {}

  /**
   * Keeps the property from being archived until the open transaction ends.
   * @throws AppError 404, 409 `property_archived`
   */
  async lock(scope: PropertyScope): Promise<void> {
    await lockActiveProperty(this.properties, scope, scope.propertyId);
  }
}
