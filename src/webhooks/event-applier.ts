import { Injectable } from '@nestjs/common';
import {
  ClerkApi,
  ClerkRefusedError,
  type ClerkOrganization,
  readDeleted,
  readInvitation,
  readMembership,
  readOrganization,
  readSession,
  readUser,
} from '#libs/clerk';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { InvitationMirror, MembershipMirror, type Organization, OrganizationMirror } from '#tenants';
import { SessionMirror, type SourceMoment, UnknownPersonService, UserMirror, UsersStore } from '#users';
import { meaningOf } from './clerk-events.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';

type Event = Pick<WebhookDelivery, 'eventType' | 'eventAt' | 'payload'>;
export type Outcome = 'applied' | 'ignored';

const ACTOR = { kind: 'system', name: 'webhooks' } as const;

/** Turns one event into changes of the mirror. */
@Injectable()
export class EventApplier {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clerk: ClerkApi,
    private readonly people: UnknownPersonService,
    private readonly usersStore: UsersStore,
    private readonly users: UserMirror,
    private readonly sessions: SessionMirror,
    private readonly organizations: OrganizationMirror,
    private readonly memberships: MembershipMirror,
    private readonly invitations: InvitationMirror,
  ) {}

  /**
   * Fetches what the event needs and the mirror lacks: the person of a membership, the organization of an invitation.
   * Talks to Clerk, so it runs before the transaction of {@link apply}; doing it twice does no harm.
   *
   * @throws ClerkUnavailableError when Clerk cannot be asked now: the event waits
   */
  async prepare(event: Event): Promise<void> {
    switch (meaningOf(event.eventType)) {
      case 'membership':
        await this.ensurePerson(readMembership(event.payload).userId);
        return;
      case 'session':
        await this.ensurePerson(readSession(event.payload).userId);
        return;
      case 'invitation':
        await this.ensureOrganization(readInvitation(event.payload).organizationId);
        return;
      default:
        return;
    }
  }

  /** Changes the mirror in the open transaction. @throws ClerkSchemaError for a payload that is none of Clerk's */
  async apply(event: Event): Promise<Outcome> {
    const { payload, eventAt } = event;
    switch (meaningOf(event.eventType)) {
      case 'user': {
        const clerkUser = readUser(payload);
        const user = await this.users.apply(clerkUser, { updatedAt: clerkUser.updatedAt, eventAt }, ACTOR);
        if (user !== null) await this.invitations.settleFor(user, ACTOR);
        return 'applied';
      }
      case 'user-deleted': {
        const userId = await this.users.applyDeleted(readDeleted(payload, 'user_').id, ACTOR);
        if (userId !== null) await this.memberships.endAllOf(userId, ACTOR);
        return 'applied';
      }
      case 'organization':
        await this.applyOrganization(readOrganization(payload), eventAt);
        return 'applied';
      case 'organization-deleted':
        await this.organizations.applyDeleted(readDeleted(payload, 'org_').id, ACTOR);
        return 'applied';
      case 'membership':
        return this.applyMembership(payload, eventAt);
      case 'membership-deleted':
        // The event carries the whole membership, not a deleted object.
        await this.memberships.applyDeleted(readDeleted(payload, 'orgmem_').id, ACTOR);
        return 'applied';
      case 'invitation':
        return this.applyInvitation(payload);
      case 'session':
        return (await this.sessions.apply(readSession(payload), ACTOR)) ? 'applied' : 'ignored';
      case 'ignored':
        return 'ignored';
    }
  }

  private async applyMembership(payload: unknown, eventAt: Date | null): Promise<Outcome> {
    const clerkMembership = readMembership(payload);
    // What the membership carries of its organization may be older than what is mirrored: the newer one wins.
    const organization = await this.applyOrganization(clerkMembership.organization, eventAt);
    const user = await this.usersStore.findByClerkId(clerkMembership.userId);
    if (organization === null || user === null) return 'ignored';
    const source: SourceMoment = { updatedAt: clerkMembership.updatedAt, eventAt };
    const membership = await this.memberships.apply(clerkMembership, organization, user, source, ACTOR);
    if (membership !== null) await this.invitations.settleFor(user, ACTOR);
    return membership === null ? 'ignored' : 'applied';
  }

  private async applyInvitation(payload: unknown): Promise<Outcome> {
    const clerkInvitation = readInvitation(payload);
    const organization = await this.organizations.find(clerkInvitation.organizationId);
    if (organization === null || organization.status === 'deleted') return 'ignored';
    await this.invitations.apply(clerkInvitation, organization, ACTOR);
    return 'applied';
  }

  private applyOrganization(
    organization: ClerkOrganization,
    eventAt: Date | null,
  ): Promise<Organization | null> {
    return this.organizations.apply(organization, { updatedAt: organization.updatedAt, eventAt }, ACTOR);
  }

  private async ensurePerson(clerkUserId: string): Promise<void> {
    const known = await this.unitOfWork.run(systemScope('webhooks'), () =>
      this.usersStore.findByClerkId(clerkUserId),
    );
    if (known === null) await this.people.resolve(clerkUserId);
  }

  private async ensureOrganization(clerkId: string): Promise<void> {
    const known = await this.unitOfWork.run(systemScope('webhooks'), () => this.organizations.find(clerkId));
    if (known !== null) return;
    let fetched: ClerkOrganization;
    try {
      fetched = await this.clerk.getOrganization(clerkId);
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.status === 404) return;
      throw error;
    }
    await this.unitOfWork.run(systemScope('webhooks'), () => this.applyOrganization(fetched, null));
  }
}
