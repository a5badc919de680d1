import { ClerkCalls } from './clerk-calls.js';
import type { ClerkTransport } from './clerk-transport.js';

const asItIs = (value: unknown): unknown => value;

/**
 * What Clerk keeps, as Clerk says it: for handing it on and for looking into it, never for deciding by it. Ids are
 * Clerk's; errors as of `ClerkApi`.
 */
export class ClerkRecords {
  private readonly calls: ClerkCalls;

  constructor(transport: ClerkTransport) {
    this.calls = new ClerkCalls(transport);
  }

  /** All of a person's record, with what nothing here reads: phone numbers, the user name. */
  async user(userId: string): Promise<unknown> {
    return this.calls.get(`/users/${userId}`, 'GET /users/{id}');
  }

  /** All that Clerk knows of a person, as it says it: for handing it to them (Art. 15 GDPR). */
  async ofUser(userId: string): Promise<{
    user: unknown;
    sessions: unknown[];
    memberships: unknown[];
    invitations: unknown[];
  }> {
    const path = `/users/${userId}`;
    const operation = 'GET /users/{id}';
    return {
      user: await this.calls.get(path, operation),
      sessions: await this.calls.all(
        '/sessions',
        'GET /sessions',
        { user_id: userId, paginated: 'true' },
        asItIs,
      ),
      memberships: await this.calls.all(
        `${path}/organization_memberships`,
        `${operation}/organization_memberships`,
        {},
        asItIs,
      ),
      invitations: await this.calls.all(
        `${path}/organization_invitations`,
        `${operation}/organization_invitations`,
        {},
        asItIs,
      ),
    };
  }

  /** All that Clerk knows of an organization, as it says it: for handing it to its owner. */
  async ofOrganization(
    organizationId: string,
  ): Promise<{ organization: unknown; memberships: unknown[]; invitations: unknown[] }> {
    const path = `/organizations/${organizationId}`;
    const operation = 'GET /organizations/{id}';
    return {
      organization: await this.calls.get(path, operation),
      memberships: await this.calls.all(`${path}/memberships`, `${operation}/memberships`, {}, asItIs),
      invitations: await this.calls.all(`${path}/invitations`, `${operation}/invitations`, {}, asItIs),
    };
  }
}
