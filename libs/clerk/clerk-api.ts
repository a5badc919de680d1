import { membershipOf, organizationOf, same, userOf } from './asked-object.js';
import { ClerkSchemaError } from './clerk-errors.js';
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
import type { ClerkTransport } from './clerk-transport.js';
import { readCompleteList } from './complete-list.js';
import { type ClerkOrganizationRole, readOrganizationRole } from './organization-role.js';

/** The calls that the service needs; ids are Clerk's. Errors: see `ClerkRefusedError` and `ClerkUnavailableError`. */
export class ClerkApi {
  constructor(private readonly transport: ClerkTransport) {}

  async getUser(userId: string): Promise<ClerkUser> {
    return userOf(userId, await this.get(`/users/${userId}`, 'GET /users/{id}'));
  }

  /** The person whose account changed last; null where there is nobody. */
  async latestUser(): Promise<ClerkUser | null> {
    const answer = await this.transport.send({
      method: 'GET',
      path: '/users',
      operation: 'GET /users',
      query: { order_by: '-updated_at', limit: 1 },
    });
    if (!Array.isArray(answer)) throw new ClerkSchemaError('GET /users answered no list');
    return answer.length === 0 ? null : readUser(answer[0]);
  }

  /** The organization that was made last; Clerk offers no order by change. */
  async latestOrganization(): Promise<ClerkOrganization | null> {
    const answer = await this.transport.send({
      method: 'GET',
      path: '/organizations',
      operation: 'GET /organizations',
      query: { order_by: '-created_at', limit: 1 },
    });
    const [first] = dataOf(answer, 'GET /organizations');
    return first === undefined ? null : readOrganization(first);
  }

  /** All organizations of a person with their role. */
  async listMembershipsOfUser(userId: string): Promise<ClerkMembership[]> {
    const path = `/users/${userId}/organization_memberships`;
    return this.all(path, 'GET /users/{id}/organization_memberships', {}, (value) => {
      const membership = readMembership(value);
      return same('the membership', userId, membership.userId, membership);
    });
  }

  async banUser(userId: string): Promise<ClerkUser> {
    return userOf(userId, await this.post(`/users/${userId}/ban`, 'POST /users/{id}/ban', undefined, true));
  }

  async unbanUser(userId: string): Promise<ClerkUser> {
    return userOf(
      userId,
      await this.post(`/users/${userId}/unban`, 'POST /users/{id}/unban', undefined, true),
    );
  }

  /** A missing person is as good as a deleted one only to the caller that knows it; here it is a 404. */
  async deleteUser(userId: string): Promise<void> {
    await this.transport.send({
      method: 'DELETE',
      path: `/users/${userId}`,
      operation: 'DELETE /users/{id}',
    });
  }

  /** All that Clerk knows of a person, as it says it: for handing it to them (Art. 15 GDPR). */
  async recordsOfUser(userId: string): Promise<{
    user: unknown;
    sessions: unknown[];
    memberships: unknown[];
    invitations: unknown[];
  }> {
    const asItIs = (value: unknown) => value;
    const path = `/users/${userId}`;
    const operation = 'GET /users/{id}';
    return {
      user: await this.get(path, operation),
      sessions: await this.all('/sessions', 'GET /sessions', { user_id: userId, paginated: 'true' }, asItIs),
      memberships: await this.all(
        `${path}/organization_memberships`,
        `${operation}/organization_memberships`,
        {},
        asItIs,
      ),
      invitations: await this.all(
        `${path}/organization_invitations`,
        `${operation}/organization_invitations`,
        {},
        asItIs,
      ),
    };
  }

  async listActiveSessions(userId: string): Promise<ClerkSession[]> {
    const query = { user_id: userId, status: 'active', paginated: 'true' };
    return this.all('/sessions', 'GET /sessions', query, (value) => {
      const session = readSession(value);
      return same('the session', userId, session.userId, session);
    });
  }

  async revokeSession(sessionId: string): Promise<ClerkSession> {
    const session = readSession(
      await this.post(`/sessions/${sessionId}/revoke`, 'POST /sessions/{id}/revoke', undefined, true),
    );
    return same('the session', sessionId, session.id, session);
  }

  /** All that Clerk knows of an organization, as it says it: for handing it to its owner. */
  async recordsOfOrganization(
    organizationId: string,
  ): Promise<{ organization: unknown; memberships: unknown[]; invitations: unknown[] }> {
    const asItIs = (value: unknown) => value;
    const path = `/organizations/${organizationId}`;
    const operation = 'GET /organizations/{id}';
    return {
      organization: await this.get(path, operation),
      memberships: await this.all(`${path}/memberships`, `${operation}/memberships`, {}, asItIs),
      invitations: await this.all(`${path}/invitations`, `${operation}/invitations`, {}, asItIs),
    };
  }

  async getOrganization(organizationId: string): Promise<ClerkOrganization> {
    return organizationOf(
      organizationId,
      await this.get(`/organizations/${organizationId}`, 'GET /organizations/{id}'),
    );
  }

  /** Clerk takes a slug where it takes an id. */
  async getOrganizationBySlug(slug: string): Promise<ClerkOrganization> {
    const found = readOrganization(await this.get(`/organizations/${slug}`, 'GET /organizations/{id}'));
    return same('the organization', slug, found.slug ?? '', found);
  }

  /** @param createdBy becomes its first `org:admin` */
  async createOrganization(organization: {
    name: string;
    slug?: string;
    createdBy: string;
  }): Promise<ClerkOrganization> {
    const body = { name: organization.name, slug: organization.slug, created_by: organization.createdBy };
    return readOrganization(await this.post('/organizations', 'POST /organizations', body));
  }

  async updateOrganization(
    organizationId: string,
    change: { name?: string; slug?: string },
  ): Promise<ClerkOrganization> {
    return organizationOf(
      organizationId,
      await this.transport.send({
        method: 'PATCH',
        path: `/organizations/${organizationId}`,
        operation: 'PATCH /organizations/{id}',
        body: change,
        repeatable: true,
      }),
    );
  }

  /** A missing organization is as good as a deleted one only to the caller that knows it; here it is a 404. */
  async deleteOrganization(organizationId: string): Promise<void> {
    await this.transport.send({
      method: 'DELETE',
      path: `/organizations/${organizationId}`,
      operation: 'DELETE /organizations/{id}',
    });
  }

  async listMembershipsOfOrganization(organizationId: string): Promise<ClerkMembership[]> {
    const path = `/organizations/${organizationId}/memberships`;
    return this.all(path, 'GET /organizations/{id}/memberships', {}, (value) => {
      const membership = readMembership(value);
      return same('the membership', organizationId, membership.organization.id, membership);
    });
  }

  async createMembership(organizationId: string, userId: string, role: string): Promise<ClerkMembership> {
    const body = { user_id: userId, role };
    return membershipOf(
      organizationId,
      userId,
      await this.post(
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
      await this.transport.send({
        method: 'PATCH',
        path: `/organizations/${organizationId}/memberships/${userId}`,
        operation: 'PATCH /organizations/{id}/memberships/{userId}',
        body: { role },
        repeatable: true,
      }),
    );
  }

  async deleteMembership(organizationId: string, userId: string): Promise<void> {
    await this.transport.send({
      method: 'DELETE',
      path: `/organizations/${organizationId}/memberships/${userId}`,
      operation: 'DELETE /organizations/{id}/memberships/{userId}',
    });
  }

  /** Every role of the instance; roles belong to no single organization. */
  async listOrganizationRoles(): Promise<ClerkOrganizationRole[]> {
    return this.all('/organization_roles', 'GET /organization_roles', {}, readOrganizationRole);
  }

  async listPendingInvitations(organizationId: string): Promise<ClerkInvitation[]> {
    const path = `/organizations/${organizationId}/invitations`;
    return this.all(path, 'GET /organizations/{id}/invitations', { status: 'pending' }, (value) => {
      const invitation = readInvitation(value);
      return same('the invitation', organizationId, invitation.organizationId, invitation);
    });
  }

  async createInvitation(invitation: {
    organizationId: string;
    emailAddress: string;
    role: string;
    inviterUserId: string | null;
    expiresInDays: number;
    /** Our id, kept in private metadata so that a repeated job finds what an earlier try made. */
    tenantryId: string;
  }): Promise<ClerkInvitation> {
    return readInvitation(
      await this.post(
        `/organizations/${invitation.organizationId}/invitations`,
        'POST /organizations/{id}/invitations',
        {
          email_address: invitation.emailAddress,
          role: invitation.role,
          ...(invitation.inviterUserId === null ? {} : { inviter_user_id: invitation.inviterUserId }),
          expires_in_days: invitation.expiresInDays,
          private_metadata: { [OWN_ID]: invitation.tenantryId },
        },
      ),
    );
  }

  async revokeInvitation(organizationId: string, invitationId: string): Promise<void> {
    await this.post(
      `/organizations/${organizationId}/invitations/${invitationId}/revoke`,
      'POST /organizations/{id}/invitations/{id}/revoke',
      {},
      true,
    );
  }

  private get(path: string, operation: string): Promise<unknown> {
    return this.transport.send({ method: 'GET', path, operation });
  }

  private post(
    path: string,
    operation: string,
    body: object | undefined,
    repeatable = false,
  ): Promise<unknown> {
    return this.transport.send({
      method: 'POST',
      path,
      operation,
      ...(body === undefined ? {} : { body }),
      repeatable,
    });
  }

  private all<T>(
    path: string,
    operation: string,
    query: Record<string, string>,
    read: (value: unknown) => T,
  ): Promise<T[]> {
    return readCompleteList(
      operation,
      (page) => this.transport.send({ method: 'GET', path, operation, query: { ...query, ...page } }),
      read,
    );
  }
}

function dataOf(answer: unknown, operation: string): unknown[] {
  if (typeof answer === 'object' && answer !== null && 'data' in answer && Array.isArray(answer.data)) {
    return answer.data;
  }
  throw new ClerkSchemaError(`${operation} answered no list`);
}
