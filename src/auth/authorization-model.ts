import {
  isPermission,
  mayBeCarried,
  type PermissionKey,
  permissionLevel,
  type Policy,
  type RoleRecord,
  type RoleRegistry,
  type ScopeKind,
} from '#libs/authz';
import { PermissionTakenError } from './permission-taken.error.js';
import { isForTenants, permissions as builtIn } from './permission-catalogue.js';
import { accessPolicy, builtInRoles, CARRY_ALL, containersOf } from './role-catalogue.js';

/** A permission that the application declares for itself: the service answers for it, and opens nothing of its own by it. */
export interface DeclaredPermission {
  /** `<level>:<resource>:<verb>`; the level says where it is held. */
  readonly key: PermissionKey;
  /** What it opens, in words for people. */
  readonly description: string;
  /** Built-in roles that carry it beside those that carry everything of its level. */
  readonly roles: readonly string[];
  /** Declared permissions that whoever holds this one holds too. */
  readonly includes: readonly PermissionKey[];
}

/**
 * What every permission and role means at one moment: the built-in ones together with those that the application declares.
 * Immutable; each change of the declaration makes a new one with an id of its own.
 */
export class AuthorizationModel {
  /** The built-in roles, with what is declared for them. */
  readonly roles: RoleRegistry;
  /** The rules for giving and taking. */
  readonly policy: Policy;
  readonly #declared: ReadonlyMap<string, DeclaredPermission>;
  /** What each declared permission brings along, itself included. */
  readonly #included = new Map<PermissionKey, ReadonlySet<PermissionKey>>();

  /**
   * @param id null where nothing was declared yet
   * @param declared free of the problems that `findDeclarationProblems` names
   * @throws PermissionTakenError for one that has the name of a built-in permission
   */
  constructor(
    readonly id: string | null,
    declared: readonly DeclaredPermission[],
  ) {
    const taken = declared.filter(({ key }) => builtIn.has(key));
    if (taken.length > 0) throw new PermissionTakenError(taken.map(({ key }) => key));
    this.#declared = new Map(declared.map((each) => [each.key, each]));
    for (const { key } of declared) this.#included.set(key, this.#closureOf(key));
    this.roles = declared.length === 0 ? builtInRoles : builtInRoles.extended(this.#carried());
    this.policy = { ...accessPolicy, roles: this.roles };
  }

  /** In the order of the declaration. */
  get declared(): readonly DeclaredPermission[] {
    return [...this.#declared.values()];
  }

  /** Whether a text is a permission, built in or declared. */
  has(text: string): text is PermissionKey {
    return builtIn.has(text) || this.#declared.has(text);
  }

  /** What a permission opens, in words; empty for one that is not known. */
  describe(text: string): string {
    if (builtIn.has(text)) return builtIn.describe(text);
    return this.#declared.get(text)?.description ?? '';
  }

  /** Whether a role of an organization or a property may carry it: not what the platform keeps for its staff. */
  isForTenants(text: string): text is PermissionKey {
    return this.has(text) && isForTenants(text);
  }

  /** The permissions that give this one: itself, and those that include it. */
  impliedBy(permission: PermissionKey): PermissionKey[] {
    const including = [...this.#included].filter(
      ([key, included]) => key !== permission && included.has(permission),
    );
    return [permission, ...including.map(([key]) => key)];
  }

  /**
   * The built-in roles together with stored ones: Clerk's, and those that organizations make. What is neither built in nor
   * declared, or is for platform staff only, gives nothing: names at Clerk are free, and the least right holds.
   */
  withStoredRoles(records: readonly RoleRecord[]): RoleRegistry {
    if (records.length === 0) return this.roles;
    return this.roles.with(records.map((record) => this.resolve(record)));
  }

  /** A stored role as it counts: with what its permissions include, and without what gives nothing. */
  resolve(record: RoleRecord): RoleRecord {
    return {
      ...record,
      permissions: record.permissions
        .filter((text) => this.#counts(text, record.scopeKind))
        .flatMap((text) => this.#expand(text)),
    };
  }

  /** What a role may not carry brings nothing along either. */
  #counts(text: string, by: ScopeKind): boolean {
    return this.isForTenants(text) && mayBeCarried(text, by);
  }

  #expand(text: string): readonly string[] {
    const included = isPermission(text) ? this.#included.get(text) : undefined;
    return included === undefined || included.size === 1 ? [text] : [...included];
  }

  #carried(): Map<string, Set<PermissionKey>> {
    const byRole = new Map<string, Set<PermissionKey>>();
    const carry = (role: string, key: PermissionKey): void => {
      const carried = byRole.get(role) ?? new Set();
      for (const each of this.#included.get(key) ?? []) carried.add(each);
      byRole.set(role, carried);
    };
    for (const { key, roles } of this.#declared.values()) {
      for (const { role, levels } of CARRY_ALL) if (levels.includes(permissionLevel(key))) carry(role, key);
      for (const role of roles.flatMap((each) => [each, ...containersOf(each)])) carry(role, key);
    }
    return byRole;
  }

  #closureOf(key: PermissionKey, found = new Set<PermissionKey>()): Set<PermissionKey> {
    if (found.has(key)) return found;
    found.add(key);
    for (const each of this.#declared.get(key)?.includes ?? []) {
      if (this.#declared.has(each)) this.#closureOf(each, found);
    }
    return found;
  }
}

/** Nothing but what is built in. */
export const BUILT_IN_MODEL = new AuthorizationModel(null, []);
