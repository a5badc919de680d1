import { membershipOf, askedOrganizationOf, same, userOf } from './asked-object.js';
import { ClerkCalls } from './clerk-calls.js';
import { ClerkSchemaError } from './clerk-errors.js';
import { unlessMissing } from './unless-missing.js';
import {
  type ClerkInvitation,
  type ClerkMembership,
  type ClerkOrganization,
  type ClerkSession,
  type ClerkUser,
  OWN_ID,
  readInvitation,
  readMembership,
  readOrganization,
  readSession,
  readUser,
} from './clerk-objects.js';
import type { ClerkPriority } from './clerk-request.js';
import type { ClerkTransport } from './clerk-transport.js';
import { withMark } from './mark.js';
import { type ClerkOrganizationRole, readOrganizationRole } from './organization-role.js';

/** The calls that the service needs; ids are Clerk's. Errors: see `ClerkRefusedError` and `ClerkUnavailableError`. */
export class ClerkApi {
  private readonly calls: ClerkCalls;

  /** @param priority by default that of somebody who waits */
  constructor(transport: ClerkTransport, priority: ClerkPriority = 'interactive') {
    this.calls = new ClerkCalls(transport, priority);
  }

  async getUser(userId: string): Promise<ClerkUser> {
    return userOf(userId, await this.calls.get(`/users/${userId}`, 'GET /users/{id}'));
  }

  /** The person whose account changed last; null where there is nobody. */
  async latestUser(): Promise<ClerkUser | null> {
    const answer = await this.calls.get('/users', 'GET /users', { order_by: '-updated_at', limit: 1 });
    if (!Array.isArray(answer)) throw new ClerkSchemaError('GET /users answered no list');
    return answer.length === 0 ? null : readUser(answer[0]);
  }

  /** The organization that was made last; Clerk offers no order by change. */
  async latestOrganization(): Promise<ClerkOrganization | null> {
    const answer = await this.calls.get('/organizations', 'GET /organizations', {
      order_by: '-created_at',
      limit: 1,
    });
    const [first] = dataOf(answer, 'GET /organizations');
    return first === undefined ? null : readOrganization(first);
  }

  /** All organizations of a person with their role. */
  async listMembershipsOfUser(userId: string): Promise<ClerkMembership[]> {
    const path = `/users/${userId}/organization_memberships`;
    return this.calls.all(path, 'GET /users/{id}/organization_memberships', {}, (value) => {
      const membership = readMembership(value);
      return same('the membership', userId, membership.userId, membership);
    });
  }

  async banUser(userId: string): Promise<ClerkUser> {
    return userOf(
      userId,
      await this.calls.post(`/users/${userId}/ban`, 'POST /users/{id}/ban', undefined, true),
    );
  }

  async unbanUser(userId: string): Promise<ClerkUser> {
    return userOf(
      userId,
      await this.calls.post(`/users/${userId}/unban`, 'POST /users/{id}/unban', undefined, true),
    );
  }

  /** A missing person is as good as a deleted one only to the caller that knows it; here it is a 404. */
  async deleteUser(userId: string): Promise<void> {
    await this.calls.delete(`/users/${userId}`, 'DELETE /users/{id}');
  }

  async listActiveSessions(userId: string): Promise<ClerkSession[]> {
    const query = { user_id: userId, status: 'active', paginated: 'true' };
    return this.calls.all('/sessions', 'GET /sessions', query, (value) => {
      const session = readSession(value);
      return same('the session', userId, session.userId, session);
    });
  }

  async getSession(sessionId: string): Promise<ClerkSession> {
    const session = readSession(await this.calls.get(`/sessions/${sessionId}`, 'GET /sessions/{id}'));
    return same('the session', sessionId, session.id, session);
  }

  async revokeSession(sessionId: string): Promise<ClerkSession> {
    const session = readSession(
      await this.calls.post(`/sessions/${sessionId}/revoke`, 'POST /sessions/{id}/revoke', undefined, true),
    );
    return same('the session', sessionId, session.id, session);
  }

  async getOrganization(organizationId: string): Promise<ClerkOrganization> {
    return askedOrganizationOf(
      organizationId,
      await this.calls.get(`/organizations/${organizationId}`, 'GET /organizations/{id}'),
    );
  }

  /** Clerk takes a slug where it takes an id. */
  async getOrganizationBySlug(slug: string): Promise<ClerkOrganization> {
    const found = readOrganization(await this.calls.get(`/organizations/${slug}`, 'GET /organizations/{id}'));
    return same('the organization', slug, found.slug ?? '', found);
  }

  /**
   * The organization of a person that was made with this mark; null where they are in none. Clerk has no filter for
   * metadata, so those of the person are read.
   */
  async findOrganizationByMark(userId: string, mark: string): Promise<ClerkOrganization | null> {
    const query = { user_id: userId };
    const all = await this.calls.all('/organizations', 'GET /organizations', query, readOrganization);
    return all.find((organization) => organization.mark === mark) ?? null;
  }

  /**
   * @param createdBy becomes its first `org:admin`
   * @param mark kept in private metadata, so that it is found again when the answer gets lost
   */
  async createOrganization(organization: {
    name: string;
    slug?: string;
    createdBy: string;
    mark?: string;
  }): Promise<ClerkOrganization> {
    const { name, slug, createdBy, mark } = organization;
    const body = { name, slug, created_by: createdBy, ...withMark(mark) };
    return readOrganization(await this.calls.post('/organizations', 'POST /organizations', body));
  }

  async updateOrganization(
    organizationId: string,
    change: { name?: string; slug?: string },
  ): Promise<ClerkOrganization> {
    return askedOrganizationOf(
      organizationId,
      await this.calls.patch(`/organizations/${organizationId}`, 'PATCH /organizations/{id}', change),
    );
  }

  /** A missing organization is as good as a deleted one only to the caller that knows it; here it is a 404. */
  async deleteOrganization(organizationId: string): Promise<void> {
    await this.calls.delete(`/organizations/${organizationId}`, 'DELETE /organizations/{id}');
  }

  async listMembershipsOfOrganization(organizationId: string): Promise<ClerkMembership[]> {
    const path = `/organizations/${organizationId}/memberships`;
    return this.calls.all(path, 'GET /organizations/{id}/memberships', {}, (value) => {
      const membership = readMembership(value);
      return same('the membership', organizationId, membership.organization.id, membership);
    });
  }

  /** What a person is in an organization; null when they are no member. */
  async findMembership(organizationId: string, userId: string): Promise<ClerkMembership | null> {
    const path = `/organizations/${organizationId}/memberships`;
    const query = { user_id: userId };
    const [found] = await this.calls.all(path, 'GET /organizations/{id}/memberships', query, (value) =>
      membershipOf(organizationId, userId, value),
    );
    return found ?? null;
  }

  /** @param mark kept in private metadata, so that it is known again when the answer gets lost */
  async createMembership(
    organizationId: string,
    userId: string,
    role: string,
    mark: string,
  ): Promise<ClerkMembership> {
    const body = { user_id: userId, role, ...withMark(mark) };
    return membershipOf(
      organizationId,
      userId,
      await this.calls.post(
        `/organizations/${organizationId}/memberships`,
        'POST /organizations/{id}/memberships',
        body,
      ),
    );
  }

  async updateMembership(organizationId: string, userId: string, role: string): Promise<ClerkMembership> {
    return membershipOf(
      organizationId,
      userId,
      await this.calls.patch(
        `/organizations/${organizationId}/memberships/${userId}`,
        'PATCH /organizations/{id}/memberships/{userId}',
        { role },
      ),
    );
  }

  async deleteMembership(organizationId: string, userId: string): Promise<void> {
    await this.calls.delete(
      `/organizations/${organizationId}/memberships/${userId}`,
      'DELETE /organizations/{id}/memberships/{userId}',
    );
  }

  /** Every role of the instance; roles belong to no single organization. */
  async listOrganizationRoles(): Promise<ClerkOrganizationRole[]> {
    return this.calls.all('/organization_roles', 'GET /organization_roles', {}, readOrganizationRole);
  }

  async listPendingInvitations(organizationId: string): Promise<ClerkInvitation[]> {
    const path = `/organizations/${organizationId}/invitations`;
    return this.calls.all(path, 'GET /organizations/{id}/invitations', { status: 'pending' }, (value) => {
      const invitation = readInvitation(value);
      return same('the invitation', organizationId, invitation.organizationId, invitation);
    });
  }

  /** @returns null when Clerk does not know it */
  async findInvitation(organizationId: string, id: string): Promise<ClerkInvitation | null> {
    return unlessMissing(async () => {
      const invitation = readInvitation(
        await this.calls.get(
          `/organizations/${organizationId}/invitations/${id}`,
          'GET /organizations/{id}/invitations/{id}',
        ),
      );
      return same('the invitation', id, invitation.id, invitation);
    });
  }

  async createInvitation(invitation: {
    organizationId: string;
    emailAddress: string;
    role: string;
    inviterUserId: string | null;
    expiresInDays: number;
    /** Our id, kept in private metadata so that a repeated job finds what an earlier try made. */
    ownId: string;
  }): Promise<ClerkInvitation> {
    return readInvitation(
      await this.calls.post(
        `/organizations/${invitation.organizationId}/invitations`,
        'POST /organizations/{id}/invitations',
        {
          email_address: invitation.emailAddress,
          role: invitation.role,
          ...(invitation.inviterUserId === null ? {} : { inviter_user_id: invitation.inviterUserId }),
          expires_in_days: invitation.expiresInDays,
          private_metadata: { [OWN_ID]: invitation.ownId },
        },
      ),
    );
  }

  async revokeInvitation(organizationId: string, invitationId: string): Promise<void> {
    await this.calls.post(
      `/organizations/${organizationId}/invitations/${invitationId}/revoke`,
      'POST /organizations/{id}/invitations/{id}/revoke',
      {},
      true,
    );
  }
}

function dataOf(answer: unknown, operation: string): unknown[] {
  if (typeof answer === 'object' && answer !== null && 'data' in answer && Array.isArray(answer.data)) {
    return answer.data;
  }
  throw new ClerkSchemaError(`${operation} answered no list`);
}
