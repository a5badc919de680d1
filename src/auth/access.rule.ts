import {
  heldPermissions,
  organizationScope,
  platformScope,
  prepareSubject,
  propertyScope,
  type Grant,
  type PermissionKey,
  type Scope,
  type Subject,
} from '#libs/authz';
import type { AccessRecord, HeldRoleRecord } from './access-directory.js';

const SINCE_EVER = new Date(0);

/** A request asks several times what one record says. */
const subjects = new WeakMap<AccessRecord, Subject>();

/** Everything a record says somebody holds, as a subject for decisions. The record holds active grants only. */
export function subjectOf(record: AccessRecord, withPlatformRoles: boolean): Subject {
  if (!withPlatformRoles && record.platformRoles.length > 0) return makeSubject(record, false);
  const made = subjects.get(record) ?? makeSubject(record, true);
  subjects.set(record, made);
  return made;
}

function makeSubject(record: AccessRecord, withPlatformRoles: boolean): Subject {
  const grants: Grant[] = [];
  const add = (role: string, scope: Scope, expiresAt: Date | null = null): void => {
    const id = `${role}@${scope.kind}`;
    grants.push({ id, subjectId: record.userId, role, scope, expiresAt, givenAt: SINCE_EVER });
  };
  if (withPlatformRoles) for (const role of record.platformRoles) add(role, platformScope);
  const { organization, property } = record;
  if (organization !== null) {
    const place = organizationScope(organization.id);
    if (organization.role !== null) add(organization.role, place);
    for (const { role, expiresAt } of organization.grants) add(role, place, expiresAt);
  }
  if (organization !== null && property !== null) {
    for (const { role, expiresAt } of property.grants) {
      add(role, propertyScope(organization.id, property.id), expiresAt);
    }
  }
  return prepareSubject(record.model.withStoredRoles(record.storedRoles), grants);
}

/** The scope that the path names: the narrowest one found. */
export function scopeOf(record: AccessRecord): Scope {
  if (record.organization === null) return platformScope;
  if (record.property === null) return organizationScope(record.organization.id);
  return propertyScope(record.organization.id, record.property.id);
}

/**
 * Whether somebody may know that the thing in the path exists: an organization, by any right on it; a property, by
 * any `property:` right on it or by managing the organization's properties.
 */
export function mayKnow(subject: Subject, scope: Scope, now: Date): boolean {
  return isKnownBy(heldPermissions(subject, scope, now), scope);
}

/** The same for whoever holds these permissions there. */
export function isKnownBy(held: Iterable<PermissionKey>, scope: Scope): boolean {
  if (scope.kind === 'platform') return true;
  for (const permission of held) {
    if (scope.kind === 'organization' && !permission.startsWith('platform:')) return true;
    if (permission.startsWith('property:') || permission === 'org:properties:manage') return true;
  }
  return false;
}

/**
 * The record with another role in the organization. Who is no member holds nothing on its properties either, and whoever is
 * in a group by the role that the mirror tells of is in none of those: that role is in doubt.
 */
export function withRole(record: AccessRecord, role: string | null): AccessRecord {
  const { organization, property } = record;
  if (organization === null) return record;
  const kept = (grants: readonly HeldRoleRecord[]) =>
    role === null ? [] : grants.filter(({ byClerkRole }) => byClerkRole === null);
  return {
    ...record,
    organization: { ...organization, role, grants: kept(organization.grants) },
    property: property === null ? null : { ...property, grants: kept(property.grants) },
  };
}
