import type { OrganizationScope, PropertyScope } from '#libs/database';

/** Whose service accounts are meant: all of an organization, or those of one property. */
export type AccountsScope = OrganizationScope | PropertyScope;

/** The property that a scope is about; null for a whole organization. */
export function propertyIdOf(scope: AccountsScope): string | null {
  return 'propertyId' in scope ? scope.propertyId : null;
}

/** Conditions for rows of accounts: of one property those of that property alone. */
export function withinScope(scope: AccountsScope): { organizationId: string; propertyId?: string } {
  const propertyId = propertyIdOf(scope);
  return { organizationId: scope.organizationId, ...(propertyId !== null && { propertyId }) };
}
