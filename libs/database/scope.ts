declare const proof: unique symbol;

/** Makes a scope unforgeable by type: an object literal never has this mark. */
interface Proven {
  readonly [proof]: true;
}

/** The data of one organization. */
export interface OrganizationScope extends Proven {
  readonly kind: 'organization';
  readonly organizationId: string;
}

/** One property inside one organization; wherever an organization scope is enough, this one is too. */
export interface PropertyScope extends OrganizationScope {
  readonly propertyId: string;
}

/** What belongs to one person, across organizations; reading only. */
export interface PersonScope extends Proven {
  readonly kind: 'person';
  readonly userId: string;
}

/** What platform staff may read across organizations. */
export interface PlatformScope extends Proven {
  readonly kind: 'platform';
  readonly userId: string;
}

/** Webhooks and jobs, which act for Clerk or for the clock and name themselves. */
export interface SystemScope extends Proven {
  readonly kind: 'system';
  /** Which part of the service acts, e.g. `webhooks`. */
  readonly name: string;
}

export type DataScope = OrganizationScope | PropertyScope | PersonScope | PlatformScope | SystemScope;

/** One line for errors and logs; holds ids only. */
export function describeScope(scope: DataScope): string {
  switch (scope.kind) {
    case 'organization':
      return 'propertyId' in scope
        ? `property ${scope.propertyId} of organization ${scope.organizationId}`
        : `organization ${scope.organizationId}`;
    case 'person':
      return `person ${scope.userId}`;
    case 'platform':
      return 'platform';
    case 'system':
      return `system (${scope.name})`;
  }
}

/** The values of `app.scope_kind`, `_organization`, `_user` and `_property`, which row-level security reads. */
export function settingsOf(
  scope: DataScope,
): readonly [kind: string, organizationId: string, userId: string, propertyId: string] {
  switch (scope.kind) {
    case 'organization':
      return [scope.kind, scope.organizationId, '', 'propertyId' in scope ? scope.propertyId : ''];
    case 'person':
    case 'platform':
      return [scope.kind, '', scope.userId, ''];
    case 'system':
      return [scope.kind, '', '', ''];
  }
}
