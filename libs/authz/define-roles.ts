import { mayBeCarried } from './permission.js';
import type { PermissionKey, PermissionFor } from './permission.js';
import type { PermissionCatalogue } from './permission-catalogue.js';
import type { Role } from './role.js';
import { RoleRegistry } from './role-registry.js';
import type { ScopeKind } from './scope.js';

/** A built-in role as it is written down; `includes` takes over what other roles of the same kind carry. */
export type RoleDefinition<P extends PermissionKey, Key extends string> = {
  [K in ScopeKind]: {
    readonly scopeKind: K;
    readonly permissions: readonly PermissionFor<P, K>[];
    readonly includes?: readonly Key[];
  };
}[ScopeKind];

/**
 * The built-in roles, checked against a catalogue: the compiler refuses a permission that is not in it, one
 * that the role's kind may not carry, and an included role that does not exist.
 * @throws Error at definition time for an inclusion of another kind or in a circle, and, where types were
 * bypassed, for an unknown permission or role.
 */
export function defineRoles<P extends PermissionKey, Key extends string>(
  catalogue: PermissionCatalogue<P>,
  definitions: { readonly [K in Key]: RoleDefinition<NoInfer<P>, NoInfer<Key>> },
): RoleRegistry {
  const byKey = new Map<string, RoleDefinition<P, Key>>(Object.entries(definitions));
  return new RoleRegistry(
    [...byKey].map(([key, definition]): Role => {
      const permissions = flatten(byKey, key, definition.scopeKind, []);
      for (const permission of permissions) {
        if (!catalogue.has(permission)) throw new Error(`Role ${key}: unknown permission ${permission}`);
        if (!mayBeCarried(permission, definition.scopeKind))
          throw new Error(`Role ${key}: a role on a ${definition.scopeKind} cannot carry ${permission}`);
      }
      return { key, scopeKind: definition.scopeKind, permissions, organizationId: null, builtIn: true };
    }),
  );
}

function flatten(
  definitions: ReadonlyMap<string, RoleDefinition<PermissionKey, string>>,
  key: string,
  kind: ScopeKind,
  path: readonly string[],
): Set<PermissionKey> {
  if (path.includes(key)) throw new Error(`Roles include each other: ${[...path, key].join(' -> ')}`);
  const definition = definitions.get(key);
  if (!definition) throw new Error(`Role ${path.at(-1) ?? ''} includes the unknown role ${key}`);
  if (definition.scopeKind !== kind)
    throw new Error(`Role ${path.at(-1) ?? ''} is for a ${kind} and cannot include ${key}`);
  const permissions = new Set<PermissionKey>(definition.permissions);
  for (const included of definition.includes ?? [])
    for (const permission of flatten(definitions, included, kind, [...path, key]))
      permissions.add(permission);
  return permissions;
}
