import { Injectable } from '@nestjs/common';
import {
  type ClerkInvitation,
  type ClerkMembership,
  type ClerkOrganization,
  type ClerkSession,
  type ClerkUser,
  readInvitation,
  readMembership,
  readOrganization,
  readSession,
  readUser,
} from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Invitation, Membership, Organization, OrganizationMirror } from '#tenants';
import { UsersStore, UserStates } from '#users';
import { completed, completedUser, isUntold, partOf } from './told-payload.rule.js';

/** A role that an event does not tell. */
export const UNTOLD_ROLE = '';

/**
 * The objects of events, read in the open transaction: what an event leaves out is taken from the mirror, or follows
 * from the kind of event. The caller keeps others from the object meanwhile.
 *
 * @throws ClerkSchemaError for what cannot be known and is needed, e.g. whose session it is
 */
@Injectable()
export class ToldObjects {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly userStates: UserStates,
    private readonly organizations: OrganizationMirror,
  ) {}

  async user(payload: unknown, clerkId: string, eventAt: Date): Promise<ClerkUser> {
    const known = (await this.userStates.byClerkIds([clerkId])).get(clerkId) ?? null;
    const row =
      known !== null && isUntold(payload, 'created_at') ? await this.users.findByClerkId(clerkId) : null;
    return readUser(completedUser(payload, known, { createdAt: row?.createdAt ?? eventAt, eventAt }));
  }

  organization(payload: unknown, known: Organization | null, eventAt: Date): ClerkOrganization {
    return readOrganization(completedOrganization(payload, known, eventAt));
  }

  /** Its role is {@link UNTOLD_ROLE} where the event does not tell it. */
  async membership(payload: unknown, clerkId: string, eventAt: Date): Promise<ClerkMembership> {
    const known = await this.unitOfWork.manager().getRepository(Membership).findOneBy({ clerkId });
    const carried = partOf(payload, 'organization');
    const organizationId = partOf(carried, 'id');
    const organization =
      typeof organizationId === 'string' ? await this.organizations.find(organizationId) : null;
    const user = known === null ? null : await this.users.findById(known.userId);
    return readMembership({
      ...(completed(payload, {
        role: UNTOLD_ROLE,
        public_user_data: user === null ? undefined : { user_id: user.clerkId },
        created_at: (known?.createdAt ?? eventAt).getTime(),
        updated_at: eventAt.getTime(),
      }) as object),
      organization: completedOrganization(carried, organization, eventAt),
    });
  }

  async invitation(payload: unknown, eventType: string, eventAt: Date): Promise<ClerkInvitation> {
    return readInvitation(
      completed(payload, {
        organization_id: isUntold(payload, 'organization_id')
          ? await this.organizationOfInvitation(partOf(payload, 'id'))
          : undefined,
        status: eventType.endsWith('.created') ? 'pending' : lastWordOf(eventType),
        created_at: eventAt.getTime(),
        updated_at: eventAt.getTime(),
      }),
    );
  }

  session(payload: unknown, eventType: string, eventAt: Date): ClerkSession {
    return readSession(
      completed(payload, {
        status: eventType.endsWith('.created') ? 'active' : lastWordOf(eventType),
        created_at: eventAt.getTime(),
        updated_at: eventAt.getTime(),
      }),
    );
  }

  private async organizationOfInvitation(clerkId: unknown): Promise<string | undefined> {
    if (typeof clerkId !== 'string') return undefined;
    const manager = this.unitOfWork.manager();
    const known = await manager.getRepository(Invitation).findOneBy({ clerkId });
    if (known === null) return undefined;
    const organization = await manager.getRepository(Organization).findOneBy({ id: known.organizationId });
    return organization?.clerkId ?? undefined;
  }
}

function completedOrganization(payload: unknown, known: Organization | null, eventAt: Date): unknown {
  return completed(payload, {
    name: known?.name,
    slug: known?.slug ?? null,
    max_allowed_memberships: known?.maxAllowedMemberships ?? null,
    created_at: (known?.createdAt ?? eventAt).getTime(),
    updated_at: eventAt.getTime(),
  });
}

function lastWordOf(eventType: string): string {
  return eventType.slice(eventType.lastIndexOf('.') + 1);
}
