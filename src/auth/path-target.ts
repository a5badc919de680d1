import { type DescribedParam, EXAMPLE_ID, uuidValue } from '#libs/http';
import { isUuid } from '#libs/uuid';
import type { PathTarget } from './access-directory.js';
import { describedReference } from './reference.js';

const CLERK_ORGANIZATION = /^org_[A-Za-z0-9]{27}$/;

interface PathParameters {
  readonly organizationId: string;
  readonly propertyId: string;
}

/** A path that names neither. */
export const NO_TARGET: PathTarget = { organizationId: null, organizationClerkId: null, propertyId: null };

/** How the path parameters that the guard reads stand in the OpenAPI document. */
export const TARGET_PARAMETERS: Readonly<Record<keyof PathParameters, DescribedParam>> = {
  organizationId: describedReference('org'),
  propertyId: { schema: uuidValue.schema, description: 'Id of the property.', example: EXAMPLE_ID },
};

/**
 * The organization and property that the path names; the path is the only place a scope comes from.
 * @returns `'malformed'` for what can be no id at all, which is answered like a true miss
 */
export function readPathTarget(parameters: unknown): PathTarget | 'malformed' {
  const { organizationId, propertyId } = (parameters ?? {}) as Partial<PathParameters>;
  if (organizationId === undefined) {
    return propertyId === undefined ? NO_TARGET : 'malformed';
  }
  const isOurs = isUuid(organizationId);
  if (!isOurs && !CLERK_ORGANIZATION.test(organizationId)) return 'malformed';
  if (propertyId !== undefined && !isUuid(propertyId)) return 'malformed';
  return {
    organizationId: isOurs ? organizationId.toLowerCase() : null,
    organizationClerkId: isOurs ? null : organizationId,
    propertyId: propertyId?.toLowerCase() ?? null,
  };
}
