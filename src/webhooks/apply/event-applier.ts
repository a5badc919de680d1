import { Injectable } from '@nestjs/common';
import {
  type ClerkInvitation,
  type ClerkMembership,
  type ClerkOrganization,
  type ClerkUser,
  readDeleted,
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
import { MirrorGate, SessionMirror, type SourceMoment, UserMirror, UsersStore } from '#users';
import { meaningOf } from '../clerk-events.js';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import { type ClerkAddress, type ClerkKnowledge, NeedsClerkError } from './clerk-knowledge.js';
import { MirroredStates } from './mirrored-states.service.js';
import { ToldObjects, UNTOLD_ROLE } from './told-objects.service.js';
import { isUntold, partOf } from './told-payload.rule.js';
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
    private readonly told: ToldObjects,
    private readonly gate: MirrorGate,
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
        return this.applyUser(event, eventAt, knowledge);
      case 'user-deleted': {
        const userId = await this.users.applyDeleted(readDeleted(payload, 'user_').id, ACTOR);
        if (userId !== null) await this.memberships.endAllOf(userId, ACTOR);
        return 'applied';
      }
      case 'organization':
        return this.applyOrganization(event, eventAt, knowledge);
      case 'organization-deleted':
        await this.organizations.applyDeleted(readDeleted(payload, 'org_').id, ACTOR);
        return 'applied';
      case 'membership':
        return this.applyMembership(event, eventAt, knowledge);
      case 'membership-deleted':
        // The event carries the whole membership, not a deleted object.
        await this.memberships.applyDeleted(readDeleted(payload, 'orgmem_').id, ACTOR);
        return 'applied';
      case 'invitation':
        return this.applyInvitation(event, eventAt, knowledge);
      case 'session': {
        const session = this.told.session(payload, event.eventType, eventAt);
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
    { payload, eventType }: Event,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<Outcome> {
    const { id } = readDeleted(payload, 'user_');
    if (!(await this.gate.enter('user', id))) return 'ignored';
    const isNewcomer = eventType === 'user.created';
    const isUnknown = (await this.usersStore.findByClerkId(id)) === null;
    const address = { object: 'user', clerkId: id } as const;
    if (isUnknown && !isNewcomer) needFresh(address, knowledge);
    if (isUnknown && knowledge.fresh === null) {
      await this.users.applyDeleted(id, ACTOR);
      return 'ignored';
    }
    const told = await this.told.user(payload, id, eventAt);
    const source = { updatedAt: told.updatedAt, eventAt };
    const state = await this.settled(told, source, address, knowledge, () =>
      this.mirrored.contradictsUser(told, source),
    );
    if (state === null) return 'ignored';
    const user = await this.users.apply(state.object, state.source, ACTOR);
    if (user === null) return 'ignored';
    if (isNewcomer) await this.personalTenants.request(user);
    await this.invitations.settleFor(user, ACTOR);
    return 'applied';
  }

  private async applyOrganization(
    { payload, eventType }: Event,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<Outcome> {
    const { id } = readDeleted(payload, 'org_');
    if (!(await this.gate.enter('organization', id))) return 'ignored';
    const known = await this.organizations.find(id);
    const address = { object: 'organization', clerkId: id } as const;
    const isMade = eventType === 'organization.created' && !isUntold(payload, 'name');
    if (known === null && !isMade) needFresh(address, knowledge);
    if (known === null && knowledge.fresh === null) {
      await this.organizations.applyDeleted(id, ACTOR);
      return 'ignored';
    }
    if (known === null && knowledge.fresh !== undefined) {
      const fresh = knowledge.fresh as ClerkOrganization;
      await this.organizations.apply(fresh, { updatedAt: fresh.updatedAt, eventAt: null }, ACTOR);
      return 'applied';
    }
    const told = this.told.organization(payload, known, eventAt);
    const source = { updatedAt: told.updatedAt, eventAt };
    const tie = () => this.mirrored.contradictsOrganization(told, source);
    const state = await this.settled(told, source, address, knowledge, tie);
    return state !== null && (await this.organizations.apply(state.object, state.source, ACTOR)) !== null
      ? 'applied'
      : 'ignored';
  }

  private async applyMembership(
    { payload, eventType }: Event,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<Outcome> {
    const { id } = readDeleted(payload, 'orgmem_');
    await this.requireCarriedOrganization(payload, knowledge);
    const told = await this.told.membership(payload, id, eventAt);
    if (!(await this.memberships.hold(told))) return 'ignored';
    const user = await this.usersStore.findByClerkId(told.userId);
    if (user === null) return lacking({ kind: 'person', clerkId: told.userId }, knowledge);
    const organization = await this.applyCarriedOrganization(told.organization, eventAt, knowledge);
    if (organization === null) return 'ignored';
    const source = { updatedAt: told.updatedAt, eventAt };
    const place = { organizationId: organization.id, userId: user.id };
    const address = { object: 'membership', clerkId: id, userId: told.userId } as const;
    const isUnknown = !(await this.mirrored.hasMembership(id));
    const isMade = eventType === 'organizationMembership.created';
    if ((isUnknown && !isMade) || told.role === UNTOLD_ROLE) needFresh(address, knowledge);
    if (isUnknown && knowledge.fresh === null) {
      await this.memberships.applyDeleted(id, ACTOR);
      return 'ignored';
    }
    const state = await this.settled(told, source, address, knowledge, () =>
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

  /** An event about a membership makes no organization: that it carries one does not say that Clerk has it still. */
  private async requireCarriedOrganization(payload: unknown, knowledge: ClerkKnowledge): Promise<void> {
    const { id } = readDeleted(partOf(payload, 'organization'), 'org_');
    if (knowledge.asked.has('organization') || (await this.organizations.find(id)) !== null) return;
    if (await this.gate.isBuried('organization', id)) return;
    throw new NeedsClerkError({ kind: 'organization', clerkId: id });
  }

  private async applyInvitation(
    { payload, eventType }: Event,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<Outcome> {
    const told = await this.told.invitation(payload, eventType, eventAt);
    const { id, organizationId } = told;
    const organization = await this.organizations.find(organizationId);
    if (organization === null) return lacking({ kind: 'organization', clerkId: organizationId }, knowledge);
    if (organization.status === 'deleted') return 'ignored';
    if (!(await this.gate.enter('invitation', id))) return 'ignored';
    const isMade = eventType === 'organizationInvitation.created';
    if (!isMade && !(await this.invitations.isKnown(told, organization))) {
      needFresh({ object: 'invitation', clerkId: id, organizationId }, knowledge);
    }
    if (knowledge.fresh === null) {
      await this.gate.close('invitation', id, eventAt);
      return 'ignored';
    }
    // Where both say the same, the event says more: who accepted it.
    const fresh = knowledge.fresh as ClerkInvitation | undefined;
    const state = fresh === undefined || fresh.status === told.status ? told : fresh;
    await this.invitations.apply(state, organization, ACTOR);
    return 'applied';
  }

  /** The state to apply: what was told, or where that ties with another one what Clerk says now; null: it is gone. */
  private async settled<T extends ClerkUser | ClerkOrganization | ClerkMembership>(
    told: T,
    source: SourceMoment,
    of: ClerkAddress,
    knowledge: ClerkKnowledge,
    isTie: () => Promise<boolean>,
  ): Promise<{ object: T; source: SourceMoment } | null> {
    if (knowledge.fresh === null) return null;
    if (knowledge.fresh !== undefined) {
      const object = knowledge.fresh as T;
      return { object, source: { updatedAt: object.updatedAt, eventAt: null } };
    }
    if (await isTie()) throw new NeedsClerkError({ kind: 'fresh', of });
    return { object: told, source };
  }
}

/** Clerk is asked, once, before an update makes a row: whoever it is about may be gone there. */
function needFresh(of: ClerkAddress, knowledge: ClerkKnowledge): void {
  if (knowledge.fresh === undefined) throw new NeedsClerkError({ kind: 'fresh', of });
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
