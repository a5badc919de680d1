import type { PermissionKey } from './permission.js';
import { roleFromRecord } from './role.js';
import type { Role, RoleRecord } from './role.js';
import { organizationOf } from './scope.js';
import type { Scope } from './scope.js';

/**
 * Roles by key. A key is looked up among the built-in roles first, then among those of every organization,
 * then among the organization's own, so that a stored role can never replace a built-in one.
 * Immutable: {@link with} makes a new registry that shares the old one's built-in roles.
 */
export class RoleRegistry {
  readonly #builtIn: ReadonlyMap<string, Role>;
  readonly #everywhere: ReadonlyMap<string, Role>;
  readonly #own: ReadonlyMap<string, ReadonlyMap<string, Role>>;

  constructor(builtIn: Iterable<Role>, stored: Iterable<Role> = []) {
    this.#builtIn = new Map([...builtIn].map((role) => [role.key, role]));
    const everywhere = new Map<string, Role>();
    const own = new Map<string, Map<string, Role>>();
    for (const role of stored) {
      if (role.scopeKind === 'platform') continue;
      if (role.organizationId === null) everywhere.set(role.key, role);
      else getOrAdd(own, role.organizationId).set(role.key, role);
    }
    this.#everywhere = everywhere;
    this.#own = own;
  }

  /**
   * The same built-in roles with these stored ones instead of the present stored ones. A record for the
   * platform is left out: nobody but the application says what platform staff may do.
   */
  with(records: Iterable<RoleRecord>): RoleRegistry {
    return new RoleRegistry(this.#builtIn.values(), Array.from(records, roleFromRecord));
  }

  /** The built-in roles with further permissions, by the key of the role; the stored roles stay as they are. */
  extended(further: ReadonlyMap<string, Iterable<PermissionKey>>): RoleRegistry {
    const builtIn = Array.from(this.#builtIn.values(), (role): Role => {
      const added = further.get(role.key);
      return added === undefined ? role : { ...role, permissions: role.permissions.union(new Set(added)) };
    });
    const own = [...this.#own.values()].flatMap((roles) => [...roles.values()]);
    return new RoleRegistry(builtIn, [...this.#everywhere.values(), ...own]);
  }

  /** The role a key means in an organization (null: on the platform), or undefined. */
  find(key: string, organizationId: string | null): Role | undefined {
    const shared = this.#builtIn.get(key) ?? this.#everywhere.get(key);
    if (shared || organizationId === null) return shared;
    return this.#own.get(organizationId)?.get(key);
  }

  /** The role a key means when it is given at this scope; undefined if unknown or made for another kind. */
  findFor(key: string, scope: Scope): Role | undefined {
    const role = this.find(key, organizationOf(scope));
    return role?.scopeKind === scope.kind ? role : undefined;
  }

  /** Every role that can be given at this scope: built-in ones first, each group by key. */
  availableAt(scope: Scope): Role[] {
    const organizationId = organizationOf(scope);
    const own = organizationId === null ? undefined : this.#own.get(organizationId);
    const groups = [this.#builtIn, this.#everywhere, own ?? new Map<string, Role>()];
    return groups
      .flatMap((group) => [...group.values()].sort((a, b) => (a.key < b.key ? -1 : 1)))
      .filter((role) => this.findFor(role.key, scope) === role);
  }

  /**
   * Whether a stored role of this key would never be found, because a role that goes before it has the key:
   * a built-in one and, for an organization's own (null: for a role of every organization), one that exists everywhere.
   */
  isReserved(key: string, organizationId: string | null): boolean {
    return this.#builtIn.has(key) || (organizationId !== null && this.#everywhere.has(key));
  }
}

function getOrAdd(own: Map<string, Map<string, Role>>, organizationId: string): Map<string, Role> {
  const present = own.get(organizationId);
  if (present) return present;
  const added = new Map<string, Role>();
  own.set(organizationId, added);
  return added;
}
