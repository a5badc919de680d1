import { Injectable } from '@nestjs/common';
import {
  type ClerkInvitation,
  type ClerkOrganization,
  type ClerkSession,
  type ClerkUser,
  readDeleted,
} from '#libs/clerk';
import {
  InvitationMirrorService,
  MembershipMirrorService,
  OrganizationMirrorService,
  PersonalTenantsService,
  RoleMirrorService,
} from '#tenants';
import { MirrorLock, SessionMirrorService, UserMirrorService, UserLookupService } from '#users';
import { meaningOf } from '../clerk-events.js';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import type { ClerkKnowledge } from './clerk-knowledge.js';
import { WEBHOOKS_ACTOR, lacking, needFresh, type ApplyOutcome, settled } from './clerk-needs.js';
import { LateNewsService } from './late-news.service.js';
import { MembershipEventsService } from './membership-events.service.js';
import { MirroredStatesService } from './mirrored-states.service.js';
import { ToldObjectsService } from './told-objects.service.js';
import { isUntold, lacksAnAddress } from './told-payload.rule.js';

type Event = Pick<WebhookDelivery, 'eventType' | 'eventAt' | 'receivedAt' | 'payload'>;

/** Turns one event into changes of the mirror. */
@Injectable()
export class EventApplier {
  constructor(
    private readonly userLookup: UserLookupService,
    private readonly users: UserMirrorService,
    private readonly sessions: SessionMirrorService,
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly invitations: InvitationMirrorService,
    private readonly personalTenants: PersonalTenantsService,
    private readonly roles: RoleMirrorService,
    private readonly mirrored: MirroredStatesService,
    private readonly membershipEvents: MembershipEventsService,
    private readonly told: ToldObjectsService,
    private readonly late: LateNewsService,
    private readonly mirrorLock: MirrorLock,
  ) {}

  /**
   * Changes the mirror in the open transaction.
   *
   * @throws NeedsClerkError when the mirror lacks what the event leans on, or times leave open which state is newer
   * @throws ClerkSchemaError for a payload that is none of Clerk's
   */
  async apply(event: Event, knowledge: ClerkKnowledge): Promise<ApplyOutcome> {
    const { payload } = event;
    // Without a time of its own an event happened when it arrived, at the latest.
    const eventAt = event.eventAt ?? event.receivedAt;
    switch (meaningOf(event.eventType)) {
      case 'user':
        return this.applyUser(event, eventAt, knowledge);
      case 'user-deleted': {
        const userId = await this.users.applyDeleted(readDeleted(payload, 'user_').id, WEBHOOKS_ACTOR);
        if (userId !== null) await this.memberships.endAllOf(userId, WEBHOOKS_ACTOR);
        return 'applied';
      }
      case 'organization':
        return this.applyOrganization(event, eventAt, knowledge);
      case 'organization-deleted':
        await this.organizations.applyDeleted(readDeleted(payload, 'org_').id, WEBHOOKS_ACTOR);
        return 'applied';
      case 'membership':
        return this.membershipEvents.apply(event, eventAt, knowledge);
      case 'membership-deleted':
        // The event carries the whole membership, not a deleted object.
        await this.memberships.applyDeleted(readDeleted(payload, 'orgmem_').id, WEBHOOKS_ACTOR);
        return 'applied';
      case 'invitation':
        return this.applyInvitation(event, eventAt, knowledge);
      case 'session':
        return this.applySession(event, eventAt, knowledge);
      case 'roles':
        await this.roles.requestRefresh();
        return 'applied';
      case 'ignored':
        return 'ignored';
    }
  }

  private async applyUser(event: Event, eventAt: Date, knowledge: ClerkKnowledge): Promise<ApplyOutcome> {
    const { payload, eventType } = event;
    const { id } = readDeleted(payload, 'user_');
    if (!(await this.mirrorLock.enter('user', id))) return 'ignored';
    const isNewcomer = eventType === 'user.created';
    const known = await this.userLookup.findByClerkId(id);
    const isUnknown = known === null;
    const address = { object: 'user', clerkId: id } as const;
    const mayBeGone = isUnknown && !(isNewcomer && (await this.late.isCertain(event, knowledge)));
    if (mayBeGone || lacksAnAddress(payload)) needFresh(address, knowledge);
    if (knowledge.fresh === null) {
      if (isUnknown) await this.users.applyDeleted(id, WEBHOOKS_ACTOR);
      return 'ignored';
    }
    const told = (knowledge.fresh as ClerkUser | undefined) ?? (await this.told.user(payload, id, eventAt));
    const source = { updatedAt: told.updatedAt, eventAt };
    const state = await settled(told, source, address, knowledge, () =>
      this.mirrored.contradictsUser(told, source, known),
    );
    if (state === null) return 'ignored';
    const user = await this.users.apply(state.object, state.source, WEBHOOKS_ACTOR);
    if (user === null) return 'ignored';
    if (isNewcomer) await this.personalTenants.request(user);
    await this.invitations.settleFor(user, WEBHOOKS_ACTOR);
    return 'applied';
  }

  private async applyOrganization(
    event: Event,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<ApplyOutcome> {
    const { payload, eventType } = event;
    const { id } = readDeleted(payload, 'org_');
    if (!(await this.mirrorLock.enter('organization', id))) return 'ignored';
    const known = await this.organizations.find(id);
    const address = { object: 'organization', clerkId: id } as const;
    const isMade = eventType === 'organization.created' && !isUntold(payload, 'name');
    if (known === null && !(isMade && (await this.late.isCertain(event, knowledge))))
      needFresh(address, knowledge);
    if (known === null && knowledge.fresh === null) {
      await this.organizations.applyDeleted(id, WEBHOOKS_ACTOR);
      return 'ignored';
    }
    if (known === null && knowledge.fresh !== undefined) {
      const fresh = knowledge.fresh as ClerkOrganization;
      await this.organizations.apply(fresh, { updatedAt: fresh.updatedAt, eventAt: null }, WEBHOOKS_ACTOR);
      return 'applied';
    }
    const told = this.told.organization(payload, known, eventAt);
    const source = { updatedAt: told.updatedAt, eventAt };
    const tie = () => this.mirrored.contradictsOrganization(told, source, known);
    const state = await settled(told, source, address, knowledge, tie);
    return state !== null &&
      (await this.organizations.apply(state.object, state.source, WEBHOOKS_ACTOR)) !== null
      ? 'applied'
      : 'ignored';
  }

  private async applyInvitation(
    event: Event,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<ApplyOutcome> {
    const { payload, eventType } = event;
    const { id } = readDeleted(payload, 'orginv_');
    const target = await this.told.targetOfInvitation(payload, id);
    if (target.organizationId !== undefined && !target.isWhole) {
      needFresh({ object: 'invitation', clerkId: id, organizationId: target.organizationId }, knowledge);
    }
    const asked = knowledge.fresh as ClerkInvitation | null | undefined;
    if (asked === null && !target.isWhole) {
      await this.mirrorLock.close('invitation', id, eventAt);
      return 'ignored';
    }
    const told = target.isWhole || !asked ? await this.told.invitation(payload, eventType, eventAt) : asked;
    const { organizationId } = told;
    const organization = await this.organizations.find(organizationId);
    if (organization === null) return lacking({ kind: 'organization', clerkId: organizationId }, knowledge);
    if (organization.status === 'deleted') return 'ignored';
    if (!(await this.mirrorLock.enter('invitation', id))) return 'ignored';
    const isMade = eventType === 'organizationInvitation.created';
    const isKnown = await this.invitations.isKnown(told, organization);
    if (!isKnown && !(isMade && (await this.late.isCertain(event, knowledge)))) {
      needFresh({ object: 'invitation', clerkId: id, organizationId }, knowledge);
    }
    if (asked === null) {
      await this.mirrorLock.close('invitation', id, eventAt);
      return 'ignored';
    }
    // Where both say the same, the event says more: who accepted it.
    const state = asked === undefined || asked.status === told.status ? told : asked;
    await this.invitations.apply(state, organization, WEBHOOKS_ACTOR);
    return 'applied';
  }

  private async applySession(event: Event, eventAt: Date, knowledge: ClerkKnowledge): Promise<ApplyOutcome> {
    const { payload, eventType } = event;
    const { id } = readDeleted(payload, 'sess_');
    let userId = await this.told.personOfSession(payload, id);
    if (userId === undefined) {
      needFresh({ object: 'session', clerkId: id }, knowledge);
      if (knowledge.fresh === null) return 'ignored';
      userId = (knowledge.fresh as ClerkSession).userId;
    }
    const session = this.told.session(payload, userId, eventType, eventAt);
    if (await this.sessions.apply(session, WEBHOOKS_ACTOR)) return 'applied';
    return lacking({ kind: 'person', clerkId: session.userId }, knowledge);
  }
}
