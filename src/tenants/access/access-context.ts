import { authErrors, type ResolvedAccess, mayKnow } from '#auth';
import {
  decide,
  type Grant,
  organizationScope,
  type PermissionKey,
  permissionLevel,
  platformScope,
  type Policy,
  prepareSubject,
  propertyScope,
  type Scope,
  type Subject,
} from '#libs/authz';
import type { AppError } from '#libs/http';

/** What was looked up to answer questions about one organization. */
export interface AccessFindings {
  readonly resolvedAccess: ResolvedAccess;
  readonly policy: Policy;
  /** Our id of whoever asks. */
  readonly requesterId: string;
  /** What a service account holds at the one place that is asked about; null for a person, whose grants tell. */
  readonly requesterSubject: Subject | null;
  /** Their roles on the platform, as grants; those count for what they may do, and on support access with a stated reason for what they may see. */
  readonly platformGrants: readonly Grant[];
  /** Those of the properties asked about that lie in the organization, and whether each is archived. */
  readonly properties: ReadonlyMap<string, { readonly isArchived: boolean }>;
  /** What the requester and the people asked about hold here. */
  readonly grants: readonly Grant[];
  readonly now: Date;
}

/** Who may know, ask and do what in one organization, for one request. */
export class AccessContext {
  private readonly subjects = new Map<string, Subject>();
  private readonly visibility: Subject;

  constructor(private readonly found: AccessFindings) {
    if (found.requesterSubject !== null) {
      this.visibility = found.requesterSubject;
      this.subjects.set(found.requesterId, found.requesterSubject);
      return;
    }
    const supporting = found.platformGrants.filter(({ role }) =>
      found.resolvedAccess.supportRoles.includes(role),
    );
    this.visibility = prepareSubject(found.policy.roles, [
      ...this.grantsOf(found.requesterId),
      ...supporting,
    ]);
  }

  get now(): Date {
    return this.found.now;
  }

  get policy(): Policy {
    return this.found.policy;
  }

  /** The place of a question, or null for a property that is not the organization's. */
  placeOf(propertyId: string | null): Scope | null {
    const { organizationId } = this.found.resolvedAccess.scope;
    if (propertyId === null) return organizationScope(organizationId);
    return this.found.properties.has(propertyId) ? propertyScope(organizationId, propertyId) : null;
  }

  /** Nobody does anything on an archived property; what is held on its organization still counts. */
  isArchived(place: Scope): boolean {
    return place.kind === 'property' && this.found.properties.get(place.propertyId)?.isArchived === true;
  }

  /** The one answer to "may they do this there?". */
  allows(userId: string, permission: PermissionKey, place: Scope): boolean {
    if (permissionLevel(permission) === 'property' && this.isArchived(place)) return false;
    return decide(this.subjectOf(userId), permission, place, this.now);
  }

  /**
   * What somebody may do here. Roles on the platform count for the requester only: nobody else's show inside a tenant.
   */
  subjectOf(userId: string): Subject {
    const known = this.subjects.get(userId);
    if (known !== undefined) return known;
    const subject = prepareSubject(this.found.policy.roles, this.allGrantsOf(userId));
    this.subjects.set(userId, subject);
    return subject;
  }

  allGrantsOf(userId: string): Grant[] {
    const { requesterId, platformGrants } = this.found;
    return [...this.grantsOf(userId), ...(userId === requesterId ? platformGrants : [])];
  }

  /** Whether the requester may see who holds what at a place. */
  seesPeopleAt(place: Scope): boolean {
    const needed = place.kind === 'property' ? 'property:members:read' : 'org:members:read';
    return place.kind !== 'platform' && decide(this.visibility, needed, place, this.now);
  }

  /** Whether the requester holds a permission here as staff with support access or member. */
  sees(permission: 'property:members:read', place: Scope): boolean {
    return decide(this.visibility, permission, place, this.now);
  }

  /**
   * Why the requester gets no answer, or null.
   * @param userId whom the question is about; null where no such member shows
   */
  refusalToAnswer(place: Scope | null, userId: string | null): AppError | null {
    if (place === null || !mayKnow(this.visibility, place, this.now)) return authErrors.notFound();
    if (userId === this.found.requesterId) return null;
    if (!this.seesPeopleAt(place)) {
      if (this.wouldSeeWithReason(place)) return authErrors.reasonRequired();
      return authErrors.permissionMissing(
        place.kind === 'property' ? 'property:members:read' : 'org:members:read',
      );
    }
    return userId === null ? authErrors.notFound() : null;
  }

  private wouldSeeWithReason(place: Scope): boolean {
    const needed = place.kind === 'property' ? 'property:members:read' : 'org:members:read';
    return decide(this.subjectOf(this.found.requesterId), needed, place, this.now);
  }

  private grantsOf(userId: string): Grant[] {
    // Roles on an archived property hold nothing, as for the guard.
    return this.found.grants.filter(
      ({ subjectId, scope }) => subjectId === userId && !this.isArchived(scope),
    );
  }
}

/** Roles on the platform as grants. */
export function platformGrantsOf(
  userId: string,
  held: readonly { role: string; grantedBy: string | null; grantedAt: Date }[],
): Grant[] {
  return held.map(({ role, grantedBy, grantedAt }) => ({
    id: `platform:${userId}:${role}`,
    subjectId: userId,
    role,
    scope: platformScope,
    givenBy: grantedBy,
    givenAt: grantedAt,
  }));
}
