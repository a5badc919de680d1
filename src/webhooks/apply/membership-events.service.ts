import { Injectable } from '@nestjs/common';
import { type ClerkMembership, type ClerkOrganization, readDeleted } from '#libs/clerk';
import {
  InvitationMirrorService,
  MembershipMirrorService,
  type Organization,
  OrganizationMirrorService,
} from '#tenants';
import { isNewer, TombstoneLookupService, UserLookupService } from '#users';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import { type ClerkObjectAddress, type ClerkKnowledge, NeedsClerkError } from './clerk-knowledge.js';
import {
  WEBHOOKS_ACTOR,
  lacking,
  needFresh,
  needsOrigin,
  type ApplyOutcome,
  settled,
} from './clerk-needs.js';
import { LateNewsService } from './late-news.service.js';
import { MirroredStatesService } from './mirrored-states.service.js';
import { type Sides, ToldObjectsService, UNTOLD_ROLE } from './told-objects.service.js';
import { UnknownRolesService } from './unknown-roles.service.js';

type Event = Pick<WebhookDelivery, 'eventType' | 'eventAt' | 'receivedAt' | 'payload'>;

/** Turns an event about a membership into changes of the mirror. */
@Injectable()
export class MembershipEventsService {
  constructor(
    private readonly users: UserLookupService,
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly invitations: InvitationMirrorService,
    private readonly mirrored: MirroredStatesService,
    private readonly unknownRoles: UnknownRolesService,
    private readonly told: ToldObjectsService,
    private readonly late: LateNewsService,
    private readonly tombstones: TombstoneLookupService,
  ) {}

  /**
   * Changes the mirror in the open transaction.
   *
   * @throws NeedsClerkError when Clerk has to be asked first
   * @throws ClerkSchemaError for a payload that is none of Clerk's, or tells neither of the two that it connects
   */
  async apply(event: Event, eventAt: Date, knowledge: ClerkKnowledge): Promise<ApplyOutcome> {
    const { payload, eventType } = event;
    const { id } = readDeleted(payload, 'orgmem_');
    const sides = await this.sidesOf(payload, id, knowledge);
    if (sides === null) {
      await this.memberships.applyDeleted(id, WEBHOOKS_ACTOR);
      return 'ignored';
    }
    if (!(await this.requireCarriedOrganization(sides, knowledge))) return 'ignored';
    const told = await this.told.membership(payload, id, sides, eventAt);
    if (!(await this.memberships.hold(told))) return 'ignored';
    const user = await this.users.findByClerkId(told.userId);
    if (user === null) return lacking({ kind: 'person', clerkId: told.userId }, knowledge);
    const organization = await this.applyCarriedOrganization(told.organization, eventAt, knowledge);
    if (organization === null) return 'ignored';
    const source = { updatedAt: told.updatedAt, eventAt };
    const pair = { organizationId: organization.id, userId: user.id };
    const address = { object: 'membership', clerkId: id, userId: told.userId } as const;
    const isUnknown = !(await this.mirrored.hasMembership(id));
    const isMade = eventType === 'organizationMembership.created';
    const mayBeGone = isUnknown && !(isMade && (await this.late.isCertain(event, knowledge)));
    if (mayBeGone || told.role === UNTOLD_ROLE) needFresh(address, knowledge);
    if (isUnknown && knowledge.fresh === null) {
      await this.memberships.applyDeleted(id, WEBHOOKS_ACTOR);
      return 'ignored';
    }
    const state = await settled(told, source, address, knowledge, () =>
      this.mirrored.contradictsMembership(told, source, pair),
    );
    if (state === null) return 'ignored';
    const isAsked = knowledge.asked.has('origin');
    const membership = await this.memberships
      .applyTold(state.object, organization, user, state.source, WEBHOOKS_ACTOR, isAsked)
      .catch(needsOrigin);
    if (membership === null) return 'ignored';
    await this.unknownRoles.notice(membership.role);
    await this.invitations.settleFor(user, WEBHOOKS_ACTOR);
    return 'applied';
  }

  /** Whom and what it connects; what an event does not tell Clerk is asked for, by the other side. Null: it is gone. */
  private async sidesOf(payload: unknown, id: string, knowledge: ClerkKnowledge): Promise<Sides | null> {
    const sides = await this.told.sidesOf(payload, id);
    const { userId, organizationId } = sides;
    if (userId !== undefined && organizationId !== undefined) return sides;
    const address = addressOf(id, sides);
    // What is wrong with such a payload says whoever reads it.
    if (address === null) return sides;
    needFresh(address, knowledge);
    if (knowledge.fresh === null) return null;
    const fresh = knowledge.fresh as ClerkMembership;
    return { userId: fresh.userId, organizationId: fresh.organization.id };
  }

  /** What a membership carries of its organization may be older than what is mirrored: the newer one wins. */
  private async applyCarriedOrganization(
    told: ClerkOrganization,
    eventAt: Date,
    knowledge: ClerkKnowledge,
  ): Promise<Organization | null> {
    const source = { updatedAt: told.updatedAt, eventAt };
    const isAsked = knowledge.asked.has('organization');
    const mirrored = await this.organizations.find(told.id);
    if (!isAsked && this.mirrored.contradictsOrganization(told, source, mirrored)) {
      throw new NeedsClerkError({ kind: 'organization', clerkId: told.id });
    }
    // Once Clerk was asked, its word of now is mirrored and stands.
    const stands = isAsked || (mirrored !== null && !isNewer(source, mirrored));
    return stands ? mirrored : this.organizations.apply(told, source, WEBHOOKS_ACTOR);
  }

  /**
   * An event about a membership makes no organization: that it carries one does not say that Clerk has it still.
   *
   * @returns false when it is gone
   */
  private async requireCarriedOrganization(
    { organizationId }: Sides,
    knowledge: ClerkKnowledge,
  ): Promise<boolean> {
    if (organizationId === undefined || (await this.organizations.find(organizationId)) !== null) return true;
    if (await this.tombstones.isTombstoned('organization', organizationId)) return false;
    return lacking({ kind: 'organization', clerkId: organizationId }, knowledge) === 'applied';
  }
}

function addressOf(clerkId: string, { userId, organizationId }: Sides): ClerkObjectAddress | null {
  if (userId !== undefined) return { object: 'membership', clerkId, userId };
  if (organizationId !== undefined) return { object: 'membership', clerkId, organizationId };
  return null;
}
