import { found } from '#auth';
import type { OrganizationScope } from '#libs/database';
import { tenantsErrors } from '../tenants.errors.js';
import type { PropertiesStore } from './properties.store.js';
import type { Property } from './property.entity.js';

/**
 * The property on which something is about to be given, held until the open transaction ends.
 * @throws AppError 404, 409 `property_archived`
 */
export async function lockActiveProperty(
  properties: PropertiesStore,
  scope: OrganizationScope,
  propertyId: string,
): Promise<Property> {
  const property = found((await properties.lockMany(scope, [propertyId])).get(propertyId));
  if (property.status === 'archived') throw tenantsErrors.propertyArchived();
  return property;
}
