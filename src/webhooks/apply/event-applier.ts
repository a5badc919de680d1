import { Injectable } from '@nestjs/common';
import {
  type ClerkMembership,
  type ClerkOrganization,
  type ClerkUser,
  readDeleted,
  readInvitation,
  readMembership,
  readOrganization,
  readSession,
  readUser,
} from '#libs/clerk';
import {
  InvitationMirror,
  MembershipMirror,
  type Organization,
  OrganizationMirror,
  PersonalTenants,
  RoleMirror,
  UnexplainedMembershipError,
} from '#tenants';
import { SessionMirror, type SourceMoment, UserMirror, UsersStore } from '#users';
import { meaningOf } from '../clerk-events.js';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import { type ClerkKnowledge, NeedsClerkError } from './clerk-knowledge.js';
import { MirroredStates } from './mirrored-states.service.js';
import { UnknownRoles } from './unknown-roles.service.js';

type Event = Pick<WebhookDelivery, 'eventType' | 'eventAt' | 'receivedAt' | 'payload'>;
export type Outcome = 'applied' | 'ignored';

const ACTOR = { kind: 'system', name: 'webhooks' } as const;

/** Turns one event into changes of the mirror. */
@Injectable()
export class EventApplier {
  constructor(
    private readonly usersStore: UsersStore,
    private readonly users: UserMirror,
    private readonly sessions: SessionMirror,
    private readonly organizations: OrganizationMirror,
    private readonly memberships: MembershipMirror,
    private readonly invitations: InvitationMirror,
    private readonly personalTenants: PersonalTenants,
    private readonly roles: RoleMirror,
    private readonly mirrored: MirroredStates,
    private readonly unknownRoles: UnknownRoles,
  ) {}

  /**
   * Changes the mirror in the open transaction.
   *
   * @throws NeedsClerkError when the mirror lacks what the event leans on, or times leave open which state is newer
   * @throws ClerkSchemaError for a payload that is none of Clerk's
   */
  async apply(event: Event, knowledge: ClerkKnowledge): Promise<Outcome> {
    const { payload } = event;
    // Without a time of its own an event happened when it arrived, at the latest.
    const eventAt = event.eventAt ?? event.receivedAt;
    switch (meaningOf(event.eventType)) {
      case 'user':
        return this.applyUser(readUser(payload), eventAt, knowledge, event.eventType === 'user.created');
      case 'user-deleted': {
        const userId = await this.users.applyDeleted(readDeleted(payload, 'user_').id, ACTOR);
        if (userId !== null) await this.memberships.endAllOf(userId, ACTOR);
        return 'applied';
      }
      case 'organization': {
        const told = readOrganization(payload);
        const source = { updatedAt: told.updatedAt, eventAt };
        const tie = () => this.mirrored.contradictsOrganization(told, source);
        const state = await this.settled(told, source, knowledge, tie);
        return state !== null && (await this.organizations.apply(state.object, state.source, ACTOR)) !== null
          ? 'applied'
          : 'ignored';
      }
      case 'organization-deleted':
        await this.organizations.applyDeleted(readDeleted(payload, 'org_').id, ACTOR);
        return 'applied';
      case 'membership':
        return this.applyMembership(readMembership(payload), eventAt, knowledge);
      case 'membership-deleted':
        // The event carries the whole membership, not a deleted object.
        await this.memberships.applyDeleted(readDeleted(payload, 'orgmem_').id, ACTOR);
        return 'applied';
      case 'invitation':
        return this.applyInvitation(payload, knowledge);
      case 'session': {
        const session = readSession(payload);
        if (await this.sessions.apply(session, ACTOR)) return 'applied';
        return lacking({ kind: 'person', clerkId: session.userId }, knowledge);
      }
      case 'roles':
        await this.roles.requestRefresh();
        return 'applied';
      case 'ignored':
        return 'ignored';
    }
  }

  private async applyUser(
    told: ClerkUser,
    eventAt: Date,
    knowledge: ClerkKnowledge,
    isNewcomer: boolean,
  ): Promise<Outcome> {
    const source = { updatedAt: told.updatedAt, eventAt };
    const state = await this.settled(told, source, knowledge, () =>
      this.mirrored.contradictsUser(told, source),
    );
    if (state === null) return 'ignored';
    const user = await this.users.apply(state.object, state.source, ACTOR);
    if (user === null) return 'ignored';
    if (isNewcomer) await this.personalTenants.request(user);
    await this.invitations.settleFor(user, ACTOR);
    return 'applied';
  }

  private async applyMembership(
    told: ClerkMembership,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<Outcome> {
    if (!(await this.memberships.hold(told))) return 'ignored';
    const user = await this.usersStore.findByClerkId(told.userId);
    if (user === null) return lacking({ kind: 'person', clerkId: told.userId }, knowledge);
    const organization = await this.applyCarriedOrganization(told.organization, eventAt, knowledge);
    if (organization === null) return 'ignored';
    const source = { updatedAt: told.updatedAt, eventAt };
    const place = { organizationId: organization.id, userId: user.id };
    const state = await this.settled(told, source, knowledge, () =>
      this.mirrored.contradictsMembership(told, source, place),
    );
    if (state === null) return 'ignored';
    const isAsked = knowledge.asked.has('origin');
    const membership = await this.memberships
      .applyTold(state.object, organization, user, state.source, ACTOR, isAsked)
      .catch(needsOrigin);
    if (membership === null) return 'ignored';
    await this.unknownRoles.notice(membership.role);
    await this.invitations.settleFor(user, ACTOR);
    return 'applied';
  }

  /** What a membership carries of its organization may be older than what is mirrored: the newer one wins. */
  private async applyCarriedOrganization(
    told: ClerkOrganization,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<Organization | null> {
    const source = { updatedAt: told.updatedAt, eventAt };
    const isOpen =
      !knowledge.asked.has('organization') && (await this.mirrored.contradictsOrganization(told, source));
    if (isOpen) throw new NeedsClerkError({ kind: 'organization', clerkId: told.id });
    // Once Clerk was asked, its word of now is mirrored and stands.
    return knowledge.asked.has('organization')
      ? this.organizations.find(told.id)
      : this.organizations.apply(told, source, ACTOR);
  }

  private async applyInvitation(payload: unknown, knowledge: ClerkKnowledge): Promise<Outcome> {
    const clerkInvitation = readInvitation(payload);
    const organization = await this.organizations.find(clerkInvitation.organizationId);
    if (organization === null) {
      return lacking({ kind: 'organization', clerkId: clerkInvitation.organizationId }, knowledge);
    }
    if (organization.status === 'deleted') return 'ignored';
    await this.invitations.apply(clerkInvitation, organization, ACTOR);
    return 'applied';
  }

  /** The state to apply: what was told, or where that ties with another one what Clerk says now; null: it is gone. */
  private async settled<T extends ClerkUser | ClerkOrganization | ClerkMembership>(
    told: T,
    source: SourceMoment,
    knowledge: ClerkKnowledge,
    isTie: () => Promise<boolean>,
  ): Promise<{ object: T; source: SourceMoment } | null> {
    if (knowledge.fresh === null) return null;
    if (knowledge.fresh !== undefined) {
      const object = knowledge.fresh as T;
      return { object, source: { updatedAt: object.updatedAt, eventAt: null } };
    }
    if (await isTie()) throw new NeedsClerkError({ kind: 'fresh' });
    return { object: told, source };
  }
}

/** Clerk is asked for the invitations that a membership may have grown out of. */
function needsOrigin(error: unknown): never {
  if (!(error instanceof UnexplainedMembershipError)) throw error;
  const { organizationClerkId, clerkInvitationIds } = error;
  throw new NeedsClerkError({ kind: 'origin', organizationClerkId, clerkInvitationIds });
}

/** Asks Clerk for what is missing, once; what Clerk does not know either, nobody needs. */
function lacking(
  need: { kind: 'person' | 'organization'; clerkId: string },
  { asked }: ClerkKnowledge,
): Outcome {
  if (asked.has(need.kind)) return 'ignored';
  throw new NeedsClerkError(need);
}
