import {
  effectivePermissions,
  type Grant,
  organizationScope,
  type Permission,
  prepareSubject,
  propertyScope,
  type Scope,
  scopeWithin,
  type Subject,
} from '#libs/authz';
import type { AccessRecord } from './access-directory.js';
import { subjectOf } from './access.rule.js';
import { GIVING } from './giving-routes.rule.js';
import { isForTenants } from './permission-catalogue.js';
import type { ServiceAccountRecord } from './service-account-directory.js';
import type { MissingSide } from './service-account-faults.js';

/** Those whose rights bound the account's: by their id, what they hold on what the request names. */
export type Sources = ReadonlyMap<string, AccessRecord>;

const SINCE_EVER = new Date(0);
const SYNTHETIC = {
  organization: 'service-account:organization',
  property: 'service-account:property',
} as const;

/** What gives nobody anything, and cannot be taken back. */
const FINAL: ReadonlySet<string> = new Set(['org:organization:delete']);

/**
 * Whether a service account may hold a permission at all: none that gives rights to others, hands out or ends what is an
 * organization's, none of the platform's.
 */
export function mayServiceAccountsHold(permission: string): boolean {
  if (permission.startsWith('platform:') || !isForTenants(permission)) return false;
  return !GIVING.has(permission) && !FINAL.has(permission);
}

/**
 * What a key may do on what the request names: what was given to its account, as far as whoever gave it and whoever made
 * the key still hold it there themselves, by what they hold in the organization. Roles on the platform do not count: staff
 * state a reason each time, and a key cannot.
 *
 * @param place what the path names, as one of the sources' records tells it
 */
export function serviceAccountSubject(
  account: ServiceAccountRecord,
  sources: Sources,
  place: AccessRecord,
): Subject {
  const { model, organization, property } = place;
  if (organization?.id !== account.organizationId) return prepareSubject(model.roles, []);
  const scopes: Scope[] = [organizationScope(organization.id)];
  if (property !== null) scopes.push(propertyScope(organization.id, property.id));
  const records = scopes.map((scope) => ({
    key: SYNTHETIC[scope.kind as keyof typeof SYNTHETIC],
    scopeKind: scope.kind,
    organizationId: organization.id,
    permissions: [...heldAt(account, sources, place, scope)],
  }));
  const grants = scopes.map((scope): Grant => {
    const role = SYNTHETIC[scope.kind as keyof typeof SYNTHETIC];
    return { id: role, subjectId: account.accountId, role, scope, givenAt: SINCE_EVER };
  });
  return prepareSubject(model.roles.with(records), grants);
}

/** Why a key may not do something on what the request names; null when it may. */
export function missingSide(
  account: ServiceAccountRecord,
  sources: Sources,
  place: AccessRecord,
  permission: Permission,
  scope: Scope,
): MissingSide | null {
  if (!mayServiceAccountsHold(permission)) return 'withheld';
  const givers = giversOf(account, place).filter(([, given]) => given(scope).has(permission));
  if (givers.length === 0) return 'not_given';
  if (!givers.some(([giver]) => holds(sources, giver, place, scope).has(permission))) return 'giver_lacks';
  return holds(sources, account.issuer?.userId, place, scope).has(permission) ? null : 'issuer_lacks';
}

/** What the account was given here by those who hold a permission here themselves. */
export function grantsThatHold(
  account: ServiceAccountRecord,
  sources: Sources,
  place: AccessRecord,
  permission: Permission,
  scope: Scope,
): Grant[] {
  return givenHere(account, place).filter(({ givenBy }) =>
    holds(sources, givenBy ?? undefined, place, scope).has(permission),
  );
}

/** What a role that was given opens now at its place, and what it carries that does not hold there. */
export interface GrantEffect {
  readonly holds: readonly Permission[];
  readonly missing: readonly { readonly permission: Permission; readonly side: MissingSide }[];
}

/**
 * @param giver what whoever gave it holds there; null for nobody
 * @param carried by the role
 */
export function effectOfGrant(
  giver: AccessRecord | null,
  carried: Iterable<Permission>,
  scope: Scope,
): GrantEffect {
  const byGiver = giver === null ? new Set() : holds(new Map([['', giver]]), '', giver, scope);
  const sideOf = (permission: Permission): MissingSide | null => {
    if (!mayServiceAccountsHold(permission)) return 'withheld';
    return byGiver.has(permission) ? null : 'giver_lacks';
  };
  const judged = [...carried].sort().map((permission) => ({ permission, side: sideOf(permission) }));
  return {
    holds: judged.filter(({ side }) => side === null).map(({ permission }) => permission),
    missing: judged.flatMap(({ permission, side }) => (side === null ? [] : [{ permission, side }])),
  };
}

function heldAt(
  account: ServiceAccountRecord,
  sources: Sources,
  place: AccessRecord,
  scope: Scope,
): Set<Permission> {
  const byIssuer = holds(sources, account.issuer?.userId, place, scope);
  const held = new Set<Permission>();
  for (const [giver, given] of giversOf(account, place)) {
    const byGiver = holds(sources, giver, place, scope);
    for (const permission of given(scope)) {
      if (byGiver.has(permission) && byIssuer.has(permission) && mayServiceAccountsHold(permission))
        held.add(permission);
    }
  }
  return held;
}

/** What the account was given here. Roles on an archived property hold nothing. */
function givenHere(account: ServiceAccountRecord, { property }: AccessRecord): Grant[] {
  const { accountId, organizationId } = account;
  return account.grants.flatMap(({ role, propertyId, expiresAt, giver }) => {
    if (giver === null) return [];
    if (propertyId !== null && (property?.id !== propertyId || property.status !== 'active')) return [];
    const scope = scopeWithin(organizationId, propertyId);
    const id = `${role}@${scope.kind}`;
    const givenBy = giver.userId;
    return [{ id, subjectId: accountId, role, scope, expiresAt, givenBy, givenAt: SINCE_EVER }];
  });
}

/** The same by giver: what they gave, as permissions at a place. */
function giversOf(
  account: ServiceAccountRecord,
  place: AccessRecord,
): [string, (scope: Scope) => ReadonlySet<Permission>][] {
  const roles = place.model.withStoredRoles(account.storedRoles);
  const byGiver = Map.groupBy(givenHere(account, place), ({ givenBy }) => givenBy ?? '');
  return [...byGiver].map(([giver, grants]) => {
    const subject = prepareSubject(roles, grants);
    return [giver, (scope) => new Set(effectivePermissions(subject, scope, place.lookedUpAt))];
  });
}

/** What a person holds in the organization now: nothing for whoever cannot act or is not known. */
function holds(
  sources: Sources,
  userId: string | undefined,
  place: AccessRecord,
  scope: Scope,
): ReadonlySet<Permission> {
  const record = userId === undefined ? undefined : sources.get(userId);
  if (record?.canAct !== true) return new Set();
  return new Set(effectivePermissions(subjectOf(record, false), scope, place.lookedUpAt));
}
