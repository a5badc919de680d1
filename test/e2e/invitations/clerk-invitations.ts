import { expect } from 'vitest';
import type { DemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

export const REVOKE = 'POST /v1/organizations/*/invitations/*/revoke';

/** An invitation that Clerk has. */
export interface SentInvitation {
  readonly email: string;
  readonly id: string;
  readonly clerkId: string;
}

/** Invitations of one organization, here and at Clerk, and what came of them. */
export class ClerkInvitations {
  private count = 0;

  constructor(readonly world: DemoWorld) {}

  readonly path = () => `/api/v1/organizations/${this.world.harbour.id}/invitations`;

  readonly onSeaside = () =>
    `/api/v1/organizations/${this.world.harbour.id}/properties/${this.world.harbour.seaside}/invitations`;

  readonly newAddress = () => `void${(this.count += 1)}@guest.test`;

  readonly atClerk = (email: string) =>
    this.world.clerk.control
      .state()
      .organizationInvitations.filter((each) => each['email_address'] === email);

  readonly membersAtClerk = (email: string) =>
    this.world.clerk.control
      .state()
      .organizationMemberships.filter(
        (each) => (each['public_user_data'] as { identifier: string }).identifier === email,
      );

  /** Invites, and waits until Clerk has all of them. */
  readonly inviteAll = async (
    emails: string[],
    role = 'org:admin',
    where = this.path(),
  ): Promise<SentInvitation[]> => {
    const { world } = this;
    const ids = new Map<string, string>();
    for (const email of emails) {
      const { body } = await world.as('olivia@harbour.test').post(where, { email, role }).expect(201);
      ids.set(email, body.id);
    }
    await until('the invitations are sent', async () => {
      const queued = await world.database.query(
        `select from invitations where delivery = 'queued' and id = any ($1)`,
        [[...ids.values()]],
      );
      return queued.length === 0;
    });
    await world.settled();
    return emails.map((email) => ({
      email,
      id: ids.get(email)!,
      clerkId: this.atClerk(email).at(-1)!['id'] as string,
    }));
  };

  readonly invite = async (email: string, role = 'org:admin', where = this.path()) =>
    (await this.inviteAll([email], role, where))[0]!;

  /** The status of the answer. */
  readonly revoke = async (id: string): Promise<number> =>
    (await this.world.as('olivia@harbour.test').delete(`${this.path()}/${id}`)).status;

  /** Those that somebody sees themselves in. */
  readonly organizationsOf = async (email: string) => {
    const me = await this.world.as(email).get('/api/v1/me');
    return me.status === 200 ? me.body.organizations : [];
  };

  /** Whoever accepted is in no organization: at once, when Clerk has heard of it, and after. */
  readonly giveNothing = async (email: string): Promise<void> => {
    expect(await this.organizationsOf(email)).toEqual([]);
    await until('the membership has ended at Clerk', () =>
      Promise.resolve(this.membersAtClerk(email).length === 0),
    );
    await this.world.settled();
    expect(await this.organizationsOf(email)).toEqual([]);
    const rows = await this.world.database.query(
      `select from memberships m join users u on u.id = m.user_id where u.email_address = $1`,
      [email],
    );
    expect(rows).toEqual([]);
  };

  /** What the audit log and the alarms say of a membership that was refused. */
  readonly toldOf = async (invitationId: string) => {
    const audit = await this.world.database.query<{ organization_id: string }>(
      `select organization_id from audit_events
        where action = 'membership.refused' and change -> 'invitations' ? $1`,
      [invitationId],
    );
    const alarms = await this.world.database.query(
      `select from sync_alarms where kind = 'refused_membership' and detail ->> 'invitationId' = $1`,
      [invitationId],
    );
    return { audit: audit.map((row) => row.organization_id), alarms: alarms.length };
  };
}
