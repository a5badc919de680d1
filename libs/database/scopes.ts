/**
 * The mint of scopes. Nothing but `src/auth` may import this file: a scope is the proof that somebody's right
 * to that data was checked (see `.dependency-cruiser.mjs`).
 */
import type { OrganizationScope, PersonScope, PlatformScope, PropertyScope, SystemScope } from './scope.js';

export function provenOrganization(organizationId: string): OrganizationScope {
  return Object.freeze({ kind: 'organization', organizationId }) as OrganizationScope;
}

export function provenProperty(organizationId: string, propertyId: string): PropertyScope {
  return Object.freeze({ kind: 'organization', organizationId, propertyId }) as PropertyScope;
}

export function provenPerson(userId: string): PersonScope {
  return Object.freeze({ kind: 'person', userId }) as PersonScope;
}

export function provenPlatform(userId: string): PlatformScope {
  return Object.freeze({ kind: 'platform', userId }) as PlatformScope;
}

export function provenSystem(name: string): SystemScope {
  return Object.freeze({ kind: 'system', name }) as SystemScope;
}
