/** The three levels on which a role can be given, widest first. */
export type ScopeKind = 'platform' | 'organization' | 'property';

/**
 * Where a right holds. A property names its organization too; that the property really lies in it is
 * for whoever makes the scope to have looked up, since this library knows no objects.
 */
export type Scope =
  | { readonly kind: 'platform' }
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'property'; readonly organizationId: string; readonly propertyId: string };

/** The scopes of one level. */
export type ScopeOf<K extends ScopeKind> = Extract<Scope, { readonly kind: K }>;

export const platformScope: ScopeOf<'platform'> = { kind: 'platform' };

export function organizationScope(organizationId: string): ScopeOf<'organization'> {
  return { kind: 'organization', organizationId };
}

export function propertyScope(organizationId: string, propertyId: string): ScopeOf<'property'> {
  return { kind: 'property', organizationId, propertyId };
}

/** The property where one is named, else the organization; the platform where none is. */
export function scopeWithin(
  organizationId: string,
  propertyId: string | null,
): ScopeOf<'organization' | 'property'>;
export function scopeWithin(organizationId: string | null, propertyId: string | null): Scope;
export function scopeWithin(organizationId: string | null, propertyId: string | null): Scope {
  if (organizationId === null) return platformScope;
  return propertyId === null ? organizationScope(organizationId) : propertyScope(organizationId, propertyId);
}

/** Whether `inner` is `outer` itself or lies inside it: platform ⊃ organization ⊃ property. */
export function contains(outer: Scope, inner: Scope): boolean {
  switch (outer.kind) {
    case 'platform':
      return true;
    case 'organization':
      return inner.kind !== 'platform' && inner.organizationId === outer.organizationId;
    case 'property':
      return (
        inner.kind === 'property' &&
        inner.organizationId === outer.organizationId &&
        inner.propertyId === outer.propertyId
      );
  }
}

/** Whether both name the same place. */
export function isSameScope(one: Scope, other: Scope): boolean {
  return one.kind === other.kind && contains(one, other);
}

/** The scope itself and every scope around it, narrowest first; the last one is the platform. */
export function scopesAround(scope: Scope): readonly [Scope, ...Scope[]] {
  switch (scope.kind) {
    case 'platform':
      return [platformScope];
    case 'organization':
      return [scope, platformScope];
    case 'property':
      return [scope, organizationScope(scope.organizationId), platformScope];
  }
}

/** The organization a scope lies in, or null for the platform. */
export function organizationOf(scope: Scope): string | null {
  return scope.kind === 'platform' ? null : scope.organizationId;
}
