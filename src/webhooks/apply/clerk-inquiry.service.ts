import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import {
  ClerkApi,
  type ClerkMembership,
  type ClerkOrganization,
  ClerkRefusedError,
  type ClerkUser,
  readMembership,
  readOrganization,
  readUser,
} from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { MembershipInquiry, OrganizationMirror } from '#tenants';
import { UnknownPersonService } from '#users';
import { meaningOf } from '../clerk-events.js';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import type { ClerkKnowledge, ClerkNeed } from './clerk-knowledge.js';

const ACTOR = { kind: 'system', name: 'webhooks' } as const;

type Event = Pick<WebhookDelivery, 'eventType' | 'payload'>;

/** Asks Clerk for what an event needs; talks to Clerk, so never inside a transaction. */
@Injectable()
export class ClerkInquiry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clerk: ClerkApi,
    private readonly people: UnknownPersonService,
    private readonly organizations: OrganizationMirror,
    private readonly memberships: MembershipInquiry,
  ) {}

  /** @throws ClerkUnavailableError or AppError when Clerk cannot be asked now: the event waits */
  async ask(need: ClerkNeed, event: Event, knowledge: ClerkKnowledge): Promise<void> {
    knowledge.asked.add(need.kind);
    switch (need.kind) {
      case 'person':
        await this.people.resolve(need.clerkId);
        return;
      case 'organization':
        await this.mirrorOrganization(need.clerkId);
        return;
      case 'origin':
        await this.memberships.ask(need.organizationClerkId, need.clerkInvitationIds, ACTOR);
        return;
      case 'fresh':
        knowledge.fresh = await known(() => this.fetchAgain(event));
    }
  }

  private async mirrorOrganization(clerkId: string): Promise<void> {
    const fetched = await known(() => this.clerk.getOrganization(clerkId));
    if (fetched === null) return;
    const source = { updatedAt: fetched.updatedAt, eventAt: null };
    await this.unitOfWork.run(systemScope('webhooks'), () =>
      this.organizations.apply(fetched, source, ACTOR),
    );
  }

  private async fetchAgain({
    eventType,
    payload,
  }: Event): Promise<ClerkUser | ClerkOrganization | ClerkMembership | null> {
    switch (meaningOf(eventType)) {
      case 'user':
        return this.clerk.getUser(readUser(payload).id);
      case 'organization':
        return this.clerk.getOrganization(readOrganization(payload).id);
      case 'membership': {
        const { id, userId } = readMembership(payload);
        const memberships = await this.clerk.listMembershipsOfUser(userId);
        return memberships.find((membership) => membership.id === id) ?? null;
      }
      default:
        throw new Error(`${eventType} has no object to fetch again`);
    }
  }
}

async function known<T>(fetch: () => Promise<T>): Promise<T | null> {
  try {
    return await fetch();
  } catch (error) {
    if (error instanceof ClerkRefusedError && error.status === 404) return null;
    throw error;
  }
}
