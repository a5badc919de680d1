import {
  decide,
  heldPermissions,
  type Grant,
  organizationOf,
  organizationScope,
  type PermissionKey,
  platformScope,
  prepareSubject,
  propertyScope,
  type Role,
  RoleRegistry,
  type Scope,
  scopeWithin,
  type Subject,
} from '#libs/authz';
import type { AccessRecord } from './access-directory.js';
import { isKnownBy, subjectOf } from './access.rule.js';
import { GIVING } from './giving-routes.rule.js';
import { isForTenants } from './permission-catalogue.js';
import type { ServiceAccountRecord } from './service-account-directory.js';
import type { MissingSide } from './service-account-faults.js';

/** Those whose rights bound the account's: by their id, what they hold on what the request names. */
export type Sources = ReadonlyMap<string, AccessRecord>;

const SINCE_EVER = new Date(0);

/** What gives nobody anything, and cannot be taken back. */
const FINAL: ReadonlySet<string> = new Set(['org:organization:delete']);

/** What an account of the platform may hold: to see, and nothing about privacy. */
const OF_PLATFORM: ReadonlySet<string> = new Set([
  'platform:audit:read',
  'platform:events:read',
  'platform:operations:read',
  'platform:organizations:read',
  'platform:permissions:read',
  'platform:sign_in_policy:read',
  'platform:sync:read',
  'platform:usage:read',
  'platform:users:read',
]);

/**
 * Whether a service account of the platform may hold a permission at all. What its roles carry inside organizations is
 * support access, which asks for a reason each time, and a key states none.
 */
export function mayPlatformAccountsHold(permission: string): boolean {
  return OF_PLATFORM.has(permission);
}

/**
 * Whether a service account of an organization or a property may hold a permission at all: none that gives rights to
 * others, hands out or ends what is an organization's, none of the platform's.
 */
export function mayServiceAccountsHold(permission: string): boolean {
  if (permission.startsWith('platform:') || !isForTenants(permission)) return false;
  return !GIVING.has(permission) && !FINAL.has(permission);
}

/** What one person gave the account here, with what they hold here themselves. */
interface Vouched {
  readonly grants: readonly Grant[];
  readonly given: Subject;
  /** Null for whoever cannot act or is not known. */
  readonly giver: Subject | null;
}

/**
 * What a key may do on what one request names: what was given to its account, as far as whoever gave it and whoever made
 * the key still hold it there themselves. In an organization that is what they hold in it: roles on the platform do not
 * count there, since staff state a reason each time, and a key cannot. Everybody it leans on is prepared once.
 */
export class ServiceAccountRights {
  private readonly roles: RoleRegistry;
  private readonly issuer: Subject | null;
  private readonly vouched: readonly Vouched[];
  private prepared: Subject | null = null;

  /** @param place what the path names, as one of the sources' records tells it */
  constructor(
    private readonly account: ServiceAccountRecord,
    sources: Sources,
    private readonly place: AccessRecord,
  ) {
    this.roles = place.model.withStoredRoles(account.storedRoles);
    const byGiver = Map.groupBy(givenHere(account, place), ({ givenBy }) => givenBy ?? '');
    this.vouched = [...byGiver].map(([userId, grants]) => ({
      grants,
      given: prepareSubject(this.roles, grants),
      giver: this.holderOf(sources.get(userId)),
    }));
    this.issuer = account.issuer === null ? null : this.holderOf(sources.get(account.issuer.userId));
  }

  /** Whether the key may do this here. */
  allows(permission: PermissionKey, scope: Scope): boolean {
    return this.missingSide(permission, scope) === null;
  }

  /** Whether the account may know that the place exists, as `mayKnow` says it of people. */
  mayKnow(scope: Scope): boolean {
    return isKnownBy(this.heldAt(scope), scope);
  }

  /**
   * The same for decisions at the place and around it. Every permission that was given is decided for it: where one or two
   * are asked about, `allows` costs less.
   */
  subject(): Subject {
    this.prepared ??= this.prepare();
    return this.prepared;
  }

  /** By a registry of its own: what is held is a role of nobody else, made of what the key may do at each place. */
  private prepare(): Subject {
    const { accountId, organizationId } = this.account;
    const { organization, property } = this.place;
    const places: Scope[] = [];
    if (organizationId === null) places.push(platformScope);
    else if (organization !== null) {
      places.push(organizationScope(organization.id));
      if (property !== null) places.push(propertyScope(organization.id, property.id));
    }
    const roles = places.map((scope): Role => {
      const key = `service-account:${scope.kind}`;
      return {
        key,
        scopeKind: scope.kind,
        builtIn: true,
        organizationId: null,
        permissions: new Set(this.heldAt(scope)),
      };
    });
    const grants = places.map((scope): Grant => {
      const role = `service-account:${scope.kind}`;
      return { id: role, subjectId: accountId, role, scope, givenAt: SINCE_EVER };
    });
    return prepareSubject(new RoleRegistry(roles), grants);
  }

  /** Why the key may not do something here; null when it may. */
  missingSide(permission: PermissionKey, scope: Scope): MissingSide | null {
    if (!mayHold(this.account.organizationId, permission)) return 'withheld';
    const given = this.vouched.filter((each) => this.holds(each.given, permission, scope));
    if (given.length === 0) return 'not_given';
    if (!given.some(({ giver }) => this.holds(giver, permission, scope))) return 'giver_lacks';
    if (!this.holds(this.issuer, permission, scope)) return 'issuer_lacks';
    const { scopes } = this.account;
    return scopes === null || scopes.includes(permission) ? null : 'out_of_scope';
  }

  /**
   * The account with what it was given here by those who hold a permission here themselves. Roles are those of the account:
   * what an agent was handed is a role that no registry of the organization knows.
   */
  vouchedFor(permission: PermissionKey, scope: Scope): Subject {
    const vouched = this.vouched.filter(({ giver }) => this.holds(giver, permission, scope));
    return prepareSubject(
      this.roles,
      vouched.flatMap(({ grants }) => grants),
    );
  }

  private holderOf(record: AccessRecord | undefined): Subject | null {
    return holderOf(record, this.account.organizationId);
  }

  /** In no order, and some of them twice. */
  private *heldAt(scope: Scope): Generator<PermissionKey> {
    for (const { given } of this.vouched) {
      for (const permission of heldPermissions(given, scope, this.place.lookedUpAt))
        if (this.allows(permission, scope)) yield permission;
    }
  }

  private holds(holder: Subject | null, permission: PermissionKey, scope: Scope): boolean {
    return holder !== null && decide(holder, permission, scope, this.place.lookedUpAt);
  }
}

/** What a role that was given opens now at its place, and what it carries that does not hold there. */
export interface GrantEffect {
  readonly holds: readonly PermissionKey[];
  readonly missing: readonly { readonly permission: PermissionKey; readonly side: MissingSide }[];
}

/**
 * @param giver what whoever gave it holds there; null for nobody
 * @param carried by the role
 */
export function effectOfGrant(
  giver: AccessRecord | null,
  carried: Iterable<PermissionKey>,
  scope: Scope,
): GrantEffect {
  const organizationId = organizationOf(scope);
  const holder = holderOf(giver ?? undefined, organizationId);
  const effect = {
    holds: [] as PermissionKey[],
    missing: [] as { permission: PermissionKey; side: MissingSide }[],
  };
  for (const permission of [...carried].sort()) {
    if (!mayHold(organizationId, permission)) effect.missing.push({ permission, side: 'withheld' });
    else if (giver !== null && holder !== null && decide(holder, permission, scope, giver.lookedUpAt))
      effect.holds.push(permission);
    else effect.missing.push({ permission, side: 'giver_lacks' });
  }
  return effect;
}

/** What the account was given in its organization, or on the platform, here. Roles on an archived property hold nothing. */
function givenHere(account: ServiceAccountRecord, { organization, property }: AccessRecord): Grant[] {
  const { accountId, organizationId } = account;
  if ((organization?.id ?? null) !== organizationId) return [];
  return account.grants.flatMap(({ role, propertyId, expiresAt, giver }) => {
    if (giver === null) return [];
    if (propertyId !== null && (property?.id !== propertyId || property.status !== 'active')) return [];
    const scope = scopeWithin(organizationId, propertyId);
    const id = `${role}@${scope.kind}`;
    const givenBy = giver.userId;
    return [{ id, subjectId: accountId, role, scope, expiresAt, givenBy, givenAt: SINCE_EVER }];
  });
}

/** Whether an account of that organization, or of the platform, may hold a permission at all. */
function mayHold(organizationId: string | null, permission: PermissionKey): boolean {
  return organizationId === null ? mayPlatformAccountsHold(permission) : mayServiceAccountsHold(permission);
}

/** What a person holds in the organization, or on the platform; null for whoever cannot act or is not known. */
function holderOf(record: AccessRecord | undefined, organizationId: string | null): Subject | null {
  return record?.canAct === true ? subjectOf(record, organizationId === null) : null;
}
